#!/usr/bin/env python3
"""Runs the official suite: splits each script into JSON and modules, and gives it to wrt-spec-json.

    run.py --runner build/dev/bin/wrt-spec-json [--converter wast2json] [-O 0 -O 2] SUITE [PATTERN...]

Each script runs in a process of its own, so that a crash costs one script and has a name. Scripts that the converter
can't read are listed with its first error line: they are not run, and the closing summary counts them. Wabt knows no
garbage collection, so with wast2json that is a good part of the suite; wasm-tools reads all of it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Beside the core scripts: the proposals that wrt has.
PROPOSALS = ("threads", "wide-arithmetic", "custom-page-sizes")
# What the scripts of a folder do not know: they want modules refused that only a later proposal makes valid.
WITHOUT = {
    "": ("custom-page-sizes",),
    "threads": ("custom-page-sizes", "multi-memory", "reference-types"),
}
# Modules that wabt encodes wrongly, so that what the script expects of them can't come true.
WRONGLY_CONVERTED = {
    "wast2json": {
        ("func.wast", 660): "(ref $t) as it was encoded in a draft",
        ("memory_init.wast", 190): "no data count section where there is no data",
        ("memory_init64.wast", 190): "no data count section where there is no data",
    },
}
FAILURE = re.compile(r"([\w.-]+):(\d+): ")
COUNTS = re.compile(r"(\d+) (passed|failed|text|unsupported)")


def scripts_of(suite, patterns):
    found = sorted(suite.glob("*.wast"))
    for proposal in PROPOSALS:
        found += sorted((suite / "proposals" / proposal).glob("*.wast"))
    if patterns:
        found = [path for path in found if any(path.match(pattern) or path.stem == pattern for pattern in patterns)]
    return found


def convert(converter, script, folder):
    """The JSON file, or the first line of what the converter complained about."""
    output = folder / "script.json"
    if pathlib.Path(converter).name.startswith("wasm-tools"):
        command = [converter, "json-from-wast", script, "-o", output, "--wasm-dir", folder]
    else:
        command = [converter, "--enable-all", script, "-o", output]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return output, None
    lines = (done.stderr or done.stdout).strip().splitlines()
    return None, lines[0] if lines else f"exit code {done.returncode}"


def run_script(options, level, without, json_file):
    """(counts, lines to show)"""
    command = [options.runner, f"-O{level}", *options.runner_options]
    for feature in without:
        command += ["--without", feature]
    command.append(json_file)
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=options.timeout)
    except subprocess.TimeoutExpired:
        return collections.Counter(failed=1), [f"no end after {options.timeout} s"]
    lines = done.stdout.splitlines()
    summary = next((line for line in reversed(lines) if line.startswith(f"{json_file}: ")), None)
    if summary is None:
        reason = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        return collections.Counter(failed=1), lines + done.stderr.splitlines()[-5:] + [f"crashed: {reason}"]
    summary = summary[len(f"{json_file}: "):]
    counts = collections.Counter({kind: int(count) for count, kind in COUNTS.findall(summary)})
    return set_apart_wrong_conversions(options, counts, lines[: lines.index(f"{json_file}: {summary}")] + [summary])


def set_apart_wrong_conversions(options, counts, lines):
    """Takes failures that are the converter's out of the count, and says so in their line."""
    wrong = WRONGLY_CONVERTED.get(pathlib.Path(options.converter).name, {})
    for index, line in enumerate(lines):
        failure = FAILURE.match(line)
        reason = wrong.get((failure[1], int(failure[2]))) if failure else None
        if reason is not None:
            counts["failed"] -= 1
            counts["wrongly converted"] += 1
            lines[index] = f"not counted, because {options.converter} writes {reason}: {line}"
    return counts, lines


def run_one(options, suite, script):
    """Everything about one script: (name, unreadable, {level: (counts, lines)})"""
    name = str(script.relative_to(suite))
    with tempfile.TemporaryDirectory(prefix="wrt-spec-") as folder:
        json_file, error = convert(options.converter, script, pathlib.Path(folder))
        if error is not None:
            return name, error, {}
        without = WITHOUT.get(script.parent.name if script.parent != suite else "", ())
        return name, None, {level: run_script(options, level, without, json_file) for level in options.levels}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runner", required=True)
    parser.add_argument("--converter", default="wast2json")
    parser.add_argument("-O", dest="levels", action="append", type=int)
    parser.add_argument("--runner-option", dest="runner_options", action="append", default=[], metavar="OPTION")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=300)
    parser.add_argument("suite", type=pathlib.Path)
    parser.add_argument("patterns", nargs="*")
    options = parser.parse_args()
    options.levels = options.levels or [0, 2]

    scripts = scripts_of(options.suite, options.patterns)
    if not scripts:
        sys.exit(f"{options.suite}: no scripts")
    totals = {level: collections.Counter() for level in options.levels}
    unreadable = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, error, results in pool.map(lambda script: run_one(options, options.suite, script), scripts):
            if error is not None:
                unreadable.append((name, error))
            for level, (counts, lines) in results.items():
                totals[level] += counts
                for line in lines[:-1]:
                    print(f"  {line}")
                print(f"{name} -O{level}: {lines[-1]}", flush=True)

    if unreadable:
        print(f"\nnot run, because {pathlib.Path(options.converter).name} can't read them:")
        for name, error in unreadable:
            print(f"  {name}: {error}")
    print()
    for level, counts in totals.items():
        print(f"-O{level}: {counts['passed']} passed, {counts['failed']} failed, {counts['text']} text, "
              f"{counts['unsupported']} unsupported, {counts['wrongly converted']} wrongly converted; {len(scripts) - len(unreadable)} scripts, "
              f"{len(unreadable)} not run")
    passed = sum(counts["passed"] for counts in totals.values())
    failed = sum(counts["failed"] for counts in totals.values())
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
