#!/usr/bin/env python3
"""How fast C runs as WebAssembly under wrt, against the same source compiled natively.

    bench/run.py --wrt build/release/bin/wrt [--runs N] [--rounds N] [--option=OPTION…] [--with=OPTION] [KERNEL…]

Each kernel is compiled with clang-19 -O3 twice, natively and to wasm32-wasi. The programs run in turn, so that a change of
the machine's speed meets both; both must print the same checksum. A kernel times its own work, so `ratio` compares running
code. `start` is what a whole `wrt run` takes besides: loading and compiling the module, and starting it. --option is one for wrt; with --with=--meter, say, it is
not native code that wrt is compared with, but wrt without that option.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

KERNELS = pathlib.Path(__file__).resolve().parent / "kernels"


def build(source, folder, rounds):
    """The native program and the module of a kernel."""
    native, module = folder / source.stem, folder / f"{source.stem}.wasm"
    settings = [f"-I{KERNELS.parent.parent}", f"-DROUNDS={rounds}"]
    subprocess.run(["clang-19", "-O3", *settings, source, "-o", native, "-lm"], check=True)
    subprocess.run(["clang-19", "--target=wasm32-wasi", "-O3", "-mbulk-memory", *settings, source, "-o", module], check=True)
    return native, module


def measure(command):
    """(checksum, seconds of the kernel's work, seconds of everything else) of one run."""
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    total = time.monotonic() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    work = float(done.stderr.split()[-1])
    return done.stdout, work, total - work


def compare(source, run, option, runs, rounds, folder):
    """Prints the line of one kernel; returns its ratio."""
    native, module = build(source, folder, rounds)
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(measure([*run, module] if option else [native]))
        ours.append(measure([*run, *([option] if option else []), module]))
    outputs = {checksum for checksum, _, _ in ours + theirs}
    if len(outputs) != 1:
        sys.exit(f"{source.stem}: the checksums differ: {outputs}")
    native_work = statistics.median(work for _, work, _ in theirs)
    wasm_work = statistics.median(work for _, work, _ in ours)
    start = statistics.median(rest for _, _, rest in ours)
    ratio = wasm_work / native_work
    print(f"{source.stem:14} {native_work:9.3f} {wasm_work:9.3f} {ratio:7.2f} {start * 1000:9.1f}", flush=True)
    return ratio


def main():
    parser = argparse.ArgumentParser(description="Compares C as WebAssembly with native C.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=1, help="how often a kernel does its work in a run")
    parser.add_argument("--option", action="append", default=[], help="an option of wrt run")
    parser.add_argument("--with", dest="tested", help="an option of wrt run: what it costs")
    parser.add_argument("kernels", nargs="*", help="names of kernels (default: all)")
    options = parser.parse_args()
    sources = sorted(KERNELS.glob("*.c"))
    unknown = set(options.kernels) - {source.stem for source in sources}
    if unknown:
        sys.exit(f"no such kernel: {', '.join(sorted(unknown))}")
    sources = [source for source in sources if not options.kernels or source.stem in options.kernels]
    base, ours = ("without s", "with s") if options.tested else ("native s", "wrt s")
    print(f"{'kernel':14} {base:>9} {ours:>9} {'ratio':>7} {'start ms':>9}   (median of {options.runs} runs)")
    # All of LLVM's code is there at the start, unless something else is asked for.
    tier = [] if any(each.startswith("--tier") for each in [*options.option, options.tested or ""]) else ["--tier=llvm"]
    run = [options.wrt.resolve(), "run", "--no-cache", *tier, *options.option]
    with tempfile.TemporaryDirectory() as folder:
        ratios = [compare(source, run, options.tested, options.runs, options.rounds, pathlib.Path(folder))
                  for source in sources]
    print(f"{'geometric mean':34} {math.exp(statistics.fmean(map(math.log, ratios))):7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
