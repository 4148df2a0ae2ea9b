#!/usr/bin/env python3
"""What a try_table costs while nothing is thrown, and what a throw costs.

    bench/exceptions.py --wrt build/release/bin/wrt [--runs N] [--rounds N]

The loops of exceptions.wat run in turn, each in a process of its own, so that a change of the machine's speed meets all
of them; the order changes from one turn to the next. A run is timed by `wrt run -v`, without compiling. On a machine
that has other things to do, the fastest runs say more than the medians.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys

MODULE = pathlib.Path(__file__).resolve().with_suffix(".wat")
LOOPS = ("plain", "guarded", "tried")
THROWS = 1_000_000


def measure(wrt, function, rounds):
    """(what the loop computed, milliseconds)"""
    command = [wrt, "run", "--no-cache", "-v", "--invoke", function, MODULE, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    time = re.search(rf"run +([0-9.]+) ms in '{function}'", done.stderr)
    if done.returncode != 0 or time is None:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout, float(time[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=100_000_000)
    options = parser.parse_args()
    wrt = options.wrt.resolve()
    times = {loop: [] for loop in LOOPS}
    results = set()
    for run in range(options.runs):
        for loop in LOOPS if run % 2 == 0 else reversed(LOOPS):
            result, time = measure(wrt, loop, options.rounds)
            results.add(result)
            times[loop].append(time)
    if len(results) != 1:
        sys.exit(f"the loops compute different things: {results}")
    print(f"{'loop':10} {'fastest ms':>10} {'median ms':>10}   {options.runs} runs of {options.rounds} rounds each")
    fastest, median = min(times["plain"]), statistics.median(times["plain"])
    for loop in LOOPS:
        own_fastest, own_median = min(times[loop]), statistics.median(times[loop])
        print(f"{loop:10} {own_fastest:10.1f} {own_median:10.1f}   {own_fastest / fastest:.3f} {own_median / median:.3f}")
    throwing = min(measure(wrt, "throwing", THROWS)[1] for _ in range(options.runs))
    print(f"a throw through one frame: {throwing * 1000 / THROWS:.2f} us")
    return 0


if __name__ == "__main__":
    sys.exit(main())
