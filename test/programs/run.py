#!/usr/bin/env python3
"""Runs real programs under wrt and compares them with the same programs run natively; prints a table of results and times.

    test/programs/run.py --wrt build/release/bin/wrt [--folder F] [--runs N] [--json FILE] [--allow-missing] [PROGRAM…]

Each file in entries/ describes a program: the package that it comes from, how it is built for both machines, the commands and the files
that they work on. scenario.py says what is compared. Nothing of the packages is in the repository; they are fetched once, by name
and version, into the working folder (build/programs), which may be deleted at any time.

A program whose package or tools cannot be had is "not run", with the reason, and makes the script fail; with --allow-missing
it does not, but is told all the same. Any difference is a failure.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import importlib
import json
import pathlib
import subprocess
import sys

import scenario
from workshop import Failure, Unavailable, Workshop

ENTRIES = pathlib.Path(__file__).resolve().parent / "entries"
ROOT = pathlib.Path(__file__).resolve().parents[2]


def say(text):
    print(text, file=sys.stderr, flush=True)


def rows_of(program, times):
    """One row for each tool of a program that ran and matched."""
    rows = []
    for tool in program.tools:
        (native, native_cpu), (guest, guest_cpu) = times[tool.name]["native"], times[tool.name]["guest"]
        rows.append({"program": tool.name, "wasm_bytes": tool.module.stat().st_size, "result": "same", "checked": program.checked, "compared_with": tool.twin,
                     "native_seconds": native, "wrt_seconds": guest, "native_cpu_seconds": native_cpu, "wrt_cpu_seconds": guest_cpu})
    return rows


def run_entry(name, workshop, options):
    """The rows of one entry."""
    try:
        program = importlib.import_module(f"entries.{name}").program(workshop, options.long)
        times = scenario.run_program(program, workshop.wrt, workshop.folder / "runs" / name, options.runs)
        return rows_of(program, times)
    except Unavailable as reason:
        return [{"program": name, "result": "not run", "reason": str(reason)}]
    except (Failure, OSError, subprocess.SubprocessError) as failure:
        return [{"program": name, "result": "failed", "reason": str(failure)}]


def print_table(rows, runs):
    """The results in Markdown; seconds by the clock, medians. The twin is what the guest was compared with."""
    print("| program | size of wasm | result | compared with | twin s | wrt s | wrt / twin | in processor time |")
    print("|---|---:|---|---|---:|---:|---:|---:|")
    for row in rows:
        if row["result"] != "same":
            print(f"| {row['program']} | | {row['result']}: {row['reason'].splitlines()[0]} | | | | | |")
            continue
        ratio, cpu_ratio = row["wrt_seconds"] / row["native_seconds"], row["wrt_cpu_seconds"] / row["native_cpu_seconds"]
        print(f"| {row['program']} | {row['wasm_bytes'] / 1e6:.2f} MB | same: {row['checked']} | {row['compared_with']} | {row['native_seconds']:.2f} "
              f"| {row['wrt_seconds']:.2f} | {ratio:.2f} | {cpu_ratio:.2f} |")
    print(f"\nTimes are by the clock, of whole processes, medians of {runs} runs in turn. wrt runs compiled artefacts, and their loading counts.")


def write_json(path, rows, runs):
    path.write_text(json.dumps({"runs": runs, "programs": rows}, indent=2) + "\n")


def exit_code(rows, allow_missing):
    """0 if every program was the same; what was not run counts as a failure unless that is allowed, and nothing at all always."""
    results = {row["result"] for row in rows}
    return 1 if not rows or "failed" in results or ("not run" in results and not allow_missing) else 0


def parse_options(known):
    parser = argparse.ArgumentParser(description="Runs real programs under wrt and natively, and compares them.")
    parser.add_argument("--wrt", type=pathlib.Path, default=ROOT / "build" / "release" / "bin" / "wrt", help="the wrt to test")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build" / "programs", help="where packages, builds and runs go")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program and side (3)")
    parser.add_argument("--long", action="store_true", help="five times the rounds of Go's benchmark: ten seconds and more")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the results to FILE, too")
    parser.add_argument("--allow-missing", action="store_true", help="a program that cannot be had is no failure")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"of {', '.join(known)} (all)")
    options = parser.parse_args()
    unknown = set(options.programs) - set(known)
    if unknown:
        parser.error(f"no such program: {', '.join(sorted(unknown))}")
    if options.runs < 1:
        parser.error("--runs needs at least 1")
    if not options.wrt.is_file():
        parser.error(f"no {options.wrt}; build it first")
    return options


def main():
    known = sorted(path.stem for path in ENTRIES.glob("*.py"))
    options = parse_options(known)
    workshop = Workshop(options.folder.resolve(), options.wrt.resolve(), say)
    rows = []
    for name in options.programs or known:
        say(f"{name}:")
        done = run_entry(name, workshop, options)
        rows += done
        for row in done:
            say(f"  {row['program']}: {row['result']}{': ' + row['reason'] if 'reason' in row else ''}")
    print_table(rows, options.runs)
    if options.json:
        write_json(options.json, rows, options.runs)
    return exit_code(rows, options.allow_missing)


if __name__ == "__main__":
    sys.exit(main())
