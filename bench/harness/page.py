"""The page of a result: for each table a chart that tells it at a glance, another that shows each program, and the numbers.

Charts are SVG by matplotlib, with text as text, in the colours of the page.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import html as escaping
import io
import itertools
import pathlib
import re
import statistics

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402, the back end is chosen first

from . import report, tables  # noqa: E402

STYLE = {
    "svg.fonttype": "none", "font.family": "sans-serif", "font.sans-serif": ["system-ui", "DejaVu Sans"], "font.size": 10,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "ytick.left": False,
    "axes.edgecolor": "#888888", "xtick.color": "#888888", "ytick.color": "#888888", "svg.hashsalt": "wrt",
}
COLORS = {"native": "#9aa0a6", "native-march": "#6b7178", "wrt": "#d9480f", "wrt-with": "#f59f00", "wrt-auto": "#f08c4b"}
COLORS |= {"node": "#3b82c4", "wamr": "#2f9e77", "wasmtime": "#8e6bbf", "wasmer": "#c4a000", "wasmedge": "#b5598a"}
OTHERS = ["#5a9bb0", "#7a8f3c", "#a0785a"]


def colors_of(names):
    """A colour for each name: wrt's is the strong one, native code is grey, levels of a runtime share one."""
    chosen, rest = {}, itertools.cycle(OTHERS)
    for name in names:
        runtime = name.split(" ")[0]
        if runtime not in chosen:
            chosen[runtime] = COLORS.get(runtime) or next(rest)
    return {name: chosen[name.split(" ")[0]] for name in names}


def svg_of(figure):
    """The figure as an element of the page."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    text = stream.getvalue()
    return text[text.index("<svg") :]


def bars(axes, labels, values, colors, errors=None):
    """Horizontal bars with their values behind them; the first label is at the top."""
    places = range(len(labels))
    axes.barh(places, values, color=colors, height=0.72, xerr=errors, error_kw={"ecolor": "#888888", "elinewidth": 1})
    axes.set_yticks(places, labels)
    axes.invert_yaxis()
    for place, value in zip(places, values):
        end = value + (errors[1][place] if errors else 0)
        axes.annotate(f"{report.number(value) if errors is None else f'{value:.2f}'}", (end, place), xytext=(4, 0), textcoords="offset points", va="center")


def overview(table, names):
    """The geometric means of the ratios to the base, one bar a runtime; shorter is better."""
    found = [(name, tables.ratio(tables.pairs(table, name, table["base"]))) for name in names]
    found = sorted(((name, mean) for name, mean in found if mean), key=lambda item: item[1][0])
    colors = colors_of(names)
    figure, axes = pyplot.subplots(figsize=(8.4, 0.5 + 0.34 * len(found)))
    middles = [mean[0] for _, mean in found]
    errors = [[mean[0] - mean[1] for _, mean in found], [mean[2] - mean[0] for _, mean in found]]
    bars(axes, [name for name, _ in found], middles, [colors[name] for name, _ in found], errors)
    axes.axvline(1, color="#888888", linewidth=1, linestyle=":")
    axes.set_xlim(0, max(middles) * 1.12)
    return svg_of(figure)


def relative(table, names):
    """Ratios to the base for each program: a dot a runtime, on one line a program."""
    programs = list(table["cells"])
    colors = colors_of(names)
    figure, axes = pyplot.subplots(figsize=(8.4, 0.8 + 0.25 * len(programs)))
    for name in reversed([each for each in names if each != table["base"]]):
        points = [
            (tables.median(table, program, name) / tables.median(table, program, table["base"]), place)
            for place, program in enumerate(programs)
            if name in table["cells"][program] and tables.median(table, program, table["base"])
        ]
        if points:
            axes.scatter(*zip(*points), s=62 if name == "wrt" else 30, color=colors[name], label=name, zorder=3)
    axes.axvline(1, color="#888888", linewidth=1, linestyle=":")
    axes.set_yticks(range(len(programs)), programs)
    axes.grid(axis="y", color="#88888844", linewidth=0.6)
    axes.set_xscale("log", base=2)
    low, high = axes.get_xlim()
    ticks = [each for each in (0.125, 0.25, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 8, 16, 32) if low <= each <= high]
    axes.set_xticks(ticks, [f"{each:g}" for each in ticks])
    axes.minorticks_off()
    axes.set_ylim(len(programs) - 0.4, -0.6)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=8, frameon=False, handletextpad=0.1, columnspacing=1.2)
    return svg_of(figure)


def absolute(table, names):
    """The medians themselves, for tables without a base: a bar for each program and column."""
    rows = [(program, name) for program in table["cells"] for name in names if name in table["cells"][program]]
    colors = colors_of(names)
    labels = [", ".join([program] * (len(table["cells"]) > 1) + [name] * (len(names) > 1)) for program, name in rows]
    figure, axes = pyplot.subplots(figsize=(8.4, 0.5 + 0.26 * len(rows)))
    values = [tables.median(table, *row) for row in rows]
    bars(axes, labels, values, [colors[name] for _, name in rows])
    if max(values) > 200 * min(values) > 0:
        axes.set_xscale("log")
        axes.set_xlim(min(values) / 2, max(values) * 3)
    else:
        axes.set_xlim(0, max(values) * 1.12)
    return svg_of(figure)


def figure(svg, caption):
    return f"<figure>{svg}<figcaption>{escaping.escape(caption)}</figcaption></figure>"


def charts(table, names):
    if not names:
        return
    if table["base"] is None:
        yield figure(absolute(table, names), f"{table['unit']}, medians; shorter is better")
        return
    if len(table["cells"]) == 1:
        yield figure(absolute(table, names), f"{table['unit']}, medians; shorter is better")
        return
    yield figure(overview(table, names), f"Time as a ratio to {table['base']}, geometric mean with 95 % interval; shorter is better")
    if len(names) > 1:
        yield figure(relative(table, names), f"Each program, ratio to {table['base']}; further left is better")


def numbers(table):
    """The Markdown table as one of HTML; the Markdown is ours, so it is simple."""
    lines = [line for line in report.markdown(table).splitlines() if line.startswith("|")]
    rows = [[escaping.escape(cell.strip()) for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|---")]
    yield '<details><summary>Numbers</summary><div class="scroll"><table>'
    for index, row in enumerate(rows):
        tag = "th" if index == 0 else "td"
        mean = ' class="mean"' if row[0].startswith("geometric") else ""
        yield f"<tr{mean}>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"
    yield "</table></div></details>"


def notes(table):
    lines = [f"Not comparable: {name}, {why}." for name, why in table["skipped"].items()]
    lines += [f"Failed: {failure.splitlines()[0]}" for failure in table["failures"]]
    return [f'<p class="about">{escaping.escape(line)}</p>' for line in lines]


def peaks(table, names):
    """A line about memory, where it was measured."""
    found = []
    for name in names:
        values = [cells[name]["peak_mib"] for cells in table["cells"].values() if name in cells and "peak_mib" in cells[name]]
        if values:
            found.append(f"{name} {statistics.median(values):.0f}")
    return [f'<p class="about">Peak memory of a run, MiB, median over programs: {escaping.escape(", ".join(found))}.</p>'] if found else []


def html(result):
    """The whole page as text."""
    style = (pathlib.Path(__file__).resolve().with_name("page.css")).read_text(encoding="utf-8")
    about = list(report.about(result))
    parts = ['<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">']
    parts += ["<title>wrt: benchmarks</title>", f"<style>{style}</style>", "<h1>wrt beside native code and other runtimes</h1>"]
    parts.append('<p class="about">' + re.sub(r"`([^`]*)`", r"<code>\1</code>", escaping.escape(about[0])) + "</p>")
    parts.append('<ul class="about">' + "".join(f"<li>{escaping.escape(line[2:])}</li>" for line in about[2:]) + "</ul>")
    with pyplot.rc_context(STYLE):
        for suite in result["suites"].values():
            for table in suite:
                names = tables.runtimes(table)
                parts.append(f"<h2>{escaping.escape(table['title'])}</h2>")
                parts += [*charts(table, names), *peaks(table, names), *notes(table), *numbers(table)]
    parts.append("</html>\n")
    return "\n".join(parts)
