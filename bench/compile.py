#!/usr/bin/env python3
"""What it costs to compile modules: processor time, memory, the share of each phase, and the size of the code.

    bench/compile.py --wrt build/release/bin/wrt [--runs N] [--option=-O1]... FILE.wasm...

Each run is a process of its own, `wrt compile -v`, which tells the phases; the modules are compiled in turn. Times are
medians of processor seconds over all threads, `peak` the most memory that any run held. `per byte` compares the bytes of machine
code with those of the module's code section.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

PHASES = ("translate", "optimise", "emit", "link")


def code_section_size(module):
    """The size of the content of section 10 of a module in the binary format."""
    data = module.read_bytes()
    at = 8
    while at < len(data):
        kind = data[at]
        at += 1
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if kind == 10:
            return size
        at += size
    return 0


def compile_once(wrt, options, module, output):
    """Processor seconds, peak in MiB, seconds by phase, and bytes of machine code."""
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen([wrt, "compile", "-v", *options, module, "-o", output], stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        text = log.read().decode()
    if child.returncode != 0:
        sys.exit(f"{module}: wrt compile exits with {child.returncode}\n{text}")
    phases = [float(re.search(rf"\b{phase} +([0-9.]+)", text).group(1)) / 1000 for phase in PHASES]
    code = int(re.search(r"of which (\d+) are machine code", text).group(1))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, phases, code


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--option", action="append", default=[], help="an option of wrt compile")
    parser.add_argument("modules", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    wrt = options.wrt.resolve()
    runs = {module: [] for module in options.modules}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.runs):
            for module, done in runs.items():
                done.append(compile_once(wrt, options.option, module, pathlib.Path(folder) / "out.so"))
    print(f"{'module':28} {'KB':>6} {'CPU s':>7} {'peak MiB':>9}  " + "  ".join(f"{each:>9}" for each in PHASES) + "  per byte")
    for module, done in runs.items():
        phases = [statistics.median(column) for column in zip(*(run[2] for run in done))]
        shares = "  ".join(f"{100 * each / sum(phases):8.1f}%" for each in phases)
        print(
            f"{module.parent.name + '/' + module.stem:28.28} {module.stat().st_size / 1000:6.0f} "
            f"{statistics.median(run[0] for run in done):7.2f} {max(run[1] for run in done):9.0f}  {shares}  "
            f"{done[0][3] / code_section_size(module):8.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
