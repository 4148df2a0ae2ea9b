"""result.md: the tables as Markdown, for people and for docs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from . import tables


def number(value):
    return "" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def interval(found):
    """A ratio with its interval; without one where it was not drawn from several different values."""
    if found is None:
        return ""
    middle, low, high = found
    return f"{middle:.2f}" if low == high else f"{middle:.2f} ({low:.2f}–{high:.2f})"


def about(result):
    """Lines about the machine and what ran."""
    machine = result["machine"]
    yield f"{machine['processor']}, {machine['cores']} cores, Linux {machine['kernel']}; {result['date']}; `{result['command']}`"
    yield ""
    for name, facts in result["runtimes"].items():
        yield f"- {name}: {facts['version']}; {facts['flags']}" if not facts["missing"] else f"- {name}: not measured, {facts['missing']}"


def comparisons(table, names):
    """Columns of ratios: (heading, ratio of a program, geometric mean)."""
    base = table["base"]
    compared = [("wrt", "native"), ("wrt", "native-march")] if base == "native" else [(name, base) for name in names if name.startswith("wrt-")]
    for ours, theirs in compared:
        if ours in names and theirs in names:
            yield (
                f"{ours} / {theirs}",
                lambda program, ours=ours, theirs=theirs: interval(tables.program_ratio(table, program, ours, theirs)),
                interval(tables.ratio(tables.pairs(table, ours, theirs))),
            )
    if base and tables.rival_pairs(table):
        yield "wrt / best rival", lambda program: against_rival(table, program), interval(tables.ratio(tables.rival_pairs(table)))


def against_rival(table, program):
    best = tables.best_rival(table, program)
    found = best and tables.program_ratio(table, program, "wrt", best)
    return f"{interval(found)} {best}" if found else ""


def markdown(table):
    names = tables.runtimes(table)
    further = list(comparisons(table, names))
    heads = [*(f"{name}, {table['unit']}" for name in names), *(head for head, _, _ in further)]
    lines = [f"## {table['title']}", "", f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    for program in table["cells"]:
        cells = [*(number(tables.median(table, program, name)) for name in names), *(cell(program) for _, cell, _ in further)]
        lines.append(f"| {program} | {' | '.join(cells)} |")
    if table["base"] and len(table["cells"]) > 1:
        means = [interval(tables.ratio(tables.pairs(table, name, table["base"]))) for name in names]
        means += [mean for _, _, mean in further]
        lines += [f"| geometric mean of ratios to {table['base']} | {' | '.join(means)} |"]
    lines += ["", *(f"- not comparable: {name}: {why}" for name, why in table["skipped"].items())]
    lines += [f"- failed: {failure.splitlines()[0]}" for failure in table["failures"]]
    return "\n".join(lines).rstrip() + "\n"


def write(result, path):
    parts = ["# What bench/run measured", "", *about(result), "", "Medians; ratios of medians with 95 % intervals of confidence (bootstrap).", ""]
    parts += [markdown(table) for suite in result["suites"].values() for table in suite]
    path.write_text("\n".join(parts), encoding="utf-8")
