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


def row(table, program, names):
    cells = [number(tables.median(table, program, name)) for name in names]
    if table["base"] and "wrt" in names:
        if table["base"] != "wrt":
            cells.append(interval(tables.program_ratio(table, program, "wrt", table["base"])))
        best = tables.best_rival(table, program)
        cells.append(f"{interval(tables.program_ratio(table, program, 'wrt', best))} {best}" if best and "wrt" in table["cells"][program] else "")
    return cells


def markdown(table):
    names = tables.runtimes(table)
    heads = [f"{name}, {table['unit']}" for name in names]
    if table["base"] and "wrt" in names:
        heads += [*([f"wrt / {table['base']}"] if table["base"] != "wrt" else []), "wrt / best rival"]
    lines = [f"## {table['title']}", "", f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    lines += [f"| {program} | {' | '.join(row(table, program, names))} |" for program in table["cells"]]
    if table["base"] and len(table["cells"]) > 1:
        means = [interval(tables.ratio(tables.pairs(table, name, table["base"]))) for name in names]
        if "wrt" in names:
            means += [*([means[names.index("wrt")]] if table["base"] != "wrt" else []), interval(tables.ratio(tables.rival_pairs(table)))]
        lines += [f"| geometric mean of ratios to {table['base']} | {' | '.join(means)} |"]
    lines += ["", *(f"- not comparable: {name}: {why}" for name, why in table["skipped"].items())]
    lines += [f"- failed: {failure.splitlines()[0]}" for failure in table["failures"]]
    return "\n".join(lines).rstrip() + "\n"


def write(result, path):
    parts = ["# What bench/run measured", "", *about(result), "", "Medians; ratios of medians with 95 % intervals of confidence (bootstrap).", ""]
    parts += [markdown(table) for suite in result["suites"].values() for table in suite]
    path.write_text("\n".join(parts), encoding="utf-8")
