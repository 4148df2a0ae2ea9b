#!/usr/bin/env python3
"""What a try_table costs while nothing is thrown, and what a throw costs.

    bench/exceptions.py --wrt build/release/bin/wrt [--turns N] [--rounds N] [--instructions]

The loops of exceptions.wat run in turn, forwards and then backwards, each in a process of its own, so that a change of the
machine's speed meets all of them. A turn gives each loop's time as a ratio to that of "plain" in the same turn; shown are
the median and the quartiles of these. A run is timed by `wrt run -v`, without compiling.

Times need a quiet machine. --instructions counts what a round executes instead, with valgrind: the difference of two runs
whose numbers of rounds differ, so that compiling falls out.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

MODULE = pathlib.Path(__file__).resolve().with_suffix(".wat")
LOOPS = ("plain", "guarded", "tried")
THROWS = 1_000_000


def measure(wrt, function, rounds):
    """(what the loop computed, milliseconds)"""
    command = [wrt, "run", "--tier=llvm", "--no-cache", "-v", "--invoke", function, MODULE, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    time = re.search(rf"run +([0-9.]+) ms in '{function}'", done.stderr)
    if done.returncode != 0 or time is None:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout, float(time[1])


def turn(wrt, rounds):
    """What each loop took in one turn; all must compute the same."""
    times = dict.fromkeys(LOOPS, 0.0)
    results = set()
    for loop in (*LOOPS, *reversed(LOOPS)):
        result, time = measure(wrt, loop, rounds)
        results.add(result)
        times[loop] += time
    if len(results) != 1:
        sys.exit(f"the loops compute different things: {results}")
    return times


def count_instructions(wrt, function, rounds):
    """What callgrind counts in a whole run."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", wrt, "run", "--tier=llvm", "--no-cache", "--invoke", function, MODULE, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    count = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or count is None:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")
    return int(count[1])


def compare_instructions(wrt):
    """Prints the instructions of a round of each loop."""
    few, many = 1_000_000, 11_000_000
    with tempfile.TemporaryDirectory() as name:
        # Valgrind 3.19 gives up on the debug information of clang 19.
        for file in ("bin/wrt", "lib/libwrt-llvm.so"):
            target = pathlib.Path(name) / file
            target.parent.mkdir()
            subprocess.run(["llvm-strip-19", wrt.parent.parent / file, "-o", target], check=True)
        stripped = pathlib.Path(name) / "bin/wrt"
        for loop in LOOPS:
            difference = count_instructions(stripped, loop, many) - count_instructions(stripped, loop, few)
            print(f"{loop:10} {difference / (many - few):.2f} instructions a round")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=100_000_000)
    parser.add_argument("--instructions", action="store_true")
    options = parser.parse_args()
    wrt = options.wrt.resolve()
    if options.instructions:
        compare_instructions(wrt)
        return 0
    turns = [turn(wrt, options.rounds) for _ in range(options.turns)]
    print(f"{'loop':10} {'median ms':>10} {'ratio':>7}   quartiles   ({options.turns} turns of 2 x {options.rounds} rounds)")
    for loop in LOOPS:
        ratios = [times[loop] / times["plain"] for times in turns]
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        print(f"{loop:10} {statistics.median(times[loop] for times in turns):10.1f} {middle:7.3f}   {low:.3f} {high:.3f}")
    throwing = statistics.median(measure(wrt, "throwing", THROWS)[1] for _ in range(options.turns))
    print(f"a throw through one frame: {throwing * 1000 / THROWS:.2f} us")
    return 0


if __name__ == "__main__":
    sys.exit(main())
