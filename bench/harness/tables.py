"""Tables of measurements, and what is said about them: medians, ratios of medians with an interval of confidence, means.

A table is a dictionary, as result.json has it: title, unit, base (what ratios compare with), cells[program][runtime] with
`values` (one a run, in the unit) and, where known, peak_mib, compile_s, compile_mib and bytes; skipped[runtime] and
failures say what is not there, and why. Intervals come from the bootstrap: runs are drawn again, with replacement, and
the 2.5th and 97.5th percentile of what follows from them are told.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
import random
import statistics

DRAWS = 1000


def new(title, unit, base):
    return {"title": title, "unit": unit, "base": base, "cells": {}, "skipped": {}, "failures": []}


def runtimes(table):
    """Names of those that have a cell, in the order of their appearance."""
    return list(dict.fromkeys(name for cells in table["cells"].values() for name in cells))


def median(table, program, runtime):
    cell = table["cells"].get(program, {}).get(runtime)
    return statistics.median(cell["values"]) if cell else None


def pairs(table, runtime, base):
    """(values, values of the base) of each program that both have."""
    return [
        (cells[runtime]["values"], cells[base]["values"])
        for cells in table["cells"].values()
        if runtime in cells and base in cells and min(cells[base]["values"] + cells[runtime]["values"]) > 0
    ]


def mean_ratio(of):
    return math.exp(statistics.fmean(math.log(statistics.median(ours) / statistics.median(theirs)) for ours, theirs in of))


def ratio(of):
    """(geometric mean of the ratios of medians, low, high) over pairs of lists of values; None if there are no pairs."""
    if not of:
        return None
    if all(ours is theirs for ours, theirs in of):
        return 1.0, 1.0, 1.0  # the base itself
    draw = random.Random(1)  # the same values, the same interval
    drawn = sorted(
        mean_ratio([(draw.choices(ours, k=len(ours)), draw.choices(theirs, k=len(theirs))) for ours, theirs in of])
        for _ in range(DRAWS)
    )
    return mean_ratio(of), drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]


def program_ratio(table, program, runtime, base):
    cells = table["cells"][program]
    return ratio(pairs({"cells": {program: cells}}, runtime, base))


def best_rival(table, program):
    """The name of the fastest in a row that is neither native nor a wrt; None if there is none."""
    rivals = [name for name in table["cells"][program] if not name.startswith(("native", "wrt"))]
    return min(rivals, key=lambda name: median(table, program, name), default=None)


def rival_pairs(table):
    """Pairs for wrt against the best rival of each program."""
    found = []
    for program, cells in table["cells"].items():
        best = best_rival(table, program)
        if "wrt" in cells and best:
            found += pairs({"cells": {program: cells}}, "wrt", best)
    return found
