#!/usr/bin/env python3
"""What safety costs: C as WebAssembly under wrt with each --bounds-check, and the same source compiled natively.

    bench/bounds.py --wrt build/release/bin/wrt [--runs N] [--rounds N] [--kernels FOLDER] [--option=OPTION…] [KERNEL…]

Each kernel is compiled with clang-19 -O3, natively and to wasm32-wasi, and the module by wrt in each of the three ways. The
programs run in turn, so that a change of the machine's speed meets all; all must print the same checksum. What counts is
user CPU time of whole processes, which load compiled code and do little else but their work; medians of each, and ratios as
medians of the ratios in each turn. `code` is the machine code of --bounds-check=guard in KB, and of explicit relative to it.
--option is one of `wrt compile`; with --option=--tier=baseline, say, modules are not compiled but run with these options.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import run

WAYS = ("guard", "explicit", "none")


def measure(command):
    """(checksum, seconds of user CPU time) of one run."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    checksum = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
    return checksum, usage.ru_utime


def compile_with(wrt, module, way, options, folder):
    """The command that runs the module's code, and the bytes of machine code, or 0."""
    choice = f"--bounds-check={way}"
    if any(each.startswith("--tier") for each in options):
        return [wrt, "run", "--no-cache", choice, *options, module], 0
    code = folder / f"{module.stem}-{way}.so"
    done = subprocess.run([wrt, "compile", "-v", choice, *options, module, "-o", code], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{module.stem}: {done.stderr}")
    return [wrt, "run", code], int(re.search(r"(\d+) are machine code", done.stderr)[1])


def compare(source, options, folder):
    """Prints the line of one kernel; returns its ratios."""
    native, module = run.build(source, folder, options.rounds)
    made = [compile_with(options.wrt.resolve(), module, way, options.option, folder) for way in WAYS]
    turns = [[measure(command) for command in ([native], *(command for command, _ in made))] for _ in range(options.runs)]
    checksums = {checksum for turn in turns for checksum, _ in turn}
    if len(checksums) != 1:
        sys.exit(f"{source.stem}: the checksums differ: {checksums}")
    times = [[seconds for _, seconds in turn] for turn in turns]
    medians = [statistics.median(column) for column in zip(*times)]
    ratios = [statistics.median(turn[1 + i] / turn[1] for turn in times) for i in range(1, len(WAYS))]
    sizes = [size for _, size in made]
    code = f"{sizes[0] / 1024:8.1f} {sizes[1] / sizes[0]:6.2f}" if sizes[0] else ""
    print(f"{source.stem:22} " + " ".join(f"{each:9.3f}" for each in medians) + f" {medians[1] / medians[0]:9.2f} "
          + " ".join(f"{each:9.2f}" for each in ratios) + f" {code}", flush=True)
    return [medians[1] / medians[0], *ratios]


def main():
    parser = argparse.ArgumentParser(description="Compares the ways to check bounds.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=1, help="how often a kernel does its work in a run")
    parser.add_argument("--kernels", type=pathlib.Path, default=run.KERNELS, help="the folder of their sources")
    parser.add_argument("--option", action="append", default=[], help="an option of wrt compile")
    parser.add_argument("names", nargs="*", metavar="KERNEL", help="names of kernels (default: all)")
    options = parser.parse_args()
    run.KERNELS = options.kernels.resolve()
    sources = [each for each in sorted(run.KERNELS.glob("*.c")) if not options.names or each.stem in options.names]
    missing = set(options.names) - {each.stem for each in sources}
    if missing or not sources:
        sys.exit(f"no such kernel: {', '.join(sorted(missing))}")
    print(f"{'':22} {'native s':>9} " + " ".join(f"{way + ' s':>9}" for way in WAYS)
          + f" {'g./native':>9} {'explicit':>9} {'none':>9} {'code KB':>8} {'expl.':>6}"
          + f"   (medians of {options.runs} runs)")
    with tempfile.TemporaryDirectory() as folder:
        ratios = [compare(source, options, pathlib.Path(folder)) for source in sources]
    means = [math.exp(statistics.fmean(map(math.log, column))) for column in zip(*ratios)]
    print(f"{'geometric mean':62} " + " ".join(f"{each:9.2f}" for each in means))
    return 0


if __name__ == "__main__":
    sys.exit(main())
