#!/usr/bin/env python3
"""Writes docs/support-matrix.md: what of each proposal passes, counted by running the official suite.

    support_matrix.py --wrt build/release/bin/wrt SUITE            write the document
    support_matrix.py --wrt build/release/bin/wrt --check SUITE    fail if it would be another one

Proposals, their flags and what they are come from lib/wasm/features.def. Which scripts of the suite are about which
proposal is stated below, as the suite itself does not say; a script that no row names is one of WebAssembly 1.0's.
A proposal without a row here, and a pattern that names no script, are errors.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import collections
import difflib
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs/support-matrix.md"
FEATURE = re.compile(r'^FEATURE\((\w+),\s*"([\w-]+)",\s*(true|false),\s*"(.*)"\)', re.M)
FOLDERS = ("", "custom", "legacy", "proposals/custom-page-sizes", "proposals/threads", "proposals/wide-arithmetic")

# flag → the scripts that are about it. One script can be about several proposals.
SCRIPTS = {
    "mutable-globals": ["global", "linking"],
    "sign-extension": ["i32", "i64"],
    "saturating-float-to-int": ["conversions"],
    "multi-value": ["block", "br", "call", "func", "if", "loop", "type"],
    "reference-types": ["ref_func", "ref_is_null", "ref_null", "select", "table_*"],
    "bulk-memory": ["bulk*", "data*", "elem", "memory_copy*", "memory_fill*", "memory_init*", "table_copy*",
                    "table_fill*", "table_init*"],
    "simd": ["simd_*"],
    "relaxed-simd": ["*_relaxed_*", "relaxed_*"],
    "tail-call": ["return_call*"],
    "extended-const": ["data", "elem", "global"],
    "multi-memory": ["*-multi", "address[01]", "align0", "binary0", "data[01]", "data_drop0", "exports0",
                     "float_exprs[01]", "float_memory0", "imports[0-4]", "linking[0-3]", "load[0-2]", "memory_copy[01]", "memory_fill0",
                     "memory_init0", "memory_size[0-3]", "memory_size_import", "memory_trap[01]", "start0", "store[0-2]",
                     "traps0"],
    "memory64": ["*64", "memory64-imports", "table_copy_mixed", "binary_leb128_64"],
    "function-references": ["br_on_non_null", "br_on_null", "call_ref", "ref", "ref_as_non_null", "return_call_ref",
                            "local_init", "table-sub", "type-equivalence"],
    "gc": ["array*", "binary-gc", "br_on_cast*", "extern", "i31", "ref_cast", "ref_eq", "ref_test", "struct", "type-*"],
    "exceptions": ["tag", "throw*", "try_table"],
    "legacy-exceptions": ["legacy/*"],
    "threads": ["proposals/threads/*"],
    "wide-arithmetic": ["proposals/wide-arithmetic/*"],
    "custom-page-sizes": ["proposals/custom-page-sizes/*"],
}
# No features that can be switched off, but parts of the standard with scripts of their own.
ANNOTATIONS = ["annotations", "custom/*"]
# f64 and i64 look as if they were about memory64.
NOT_ABOUT = {"memory64": ["f64", "i64"]}

COLUMNS = {
    "decode": ("assert_malformed binary", "assert_malformed_custom binary"),
    "text": ("assert_malformed", "assert_malformed quote", "assert_malformed_custom", "assert_malformed_custom quote"),
    "validate": ("assert_invalid", "assert_invalid binary", "assert_invalid quote", "assert_invalid_custom",
                 "assert_invalid_custom quote"),
    "run": ("assert_return", "assert_trap", "assert_exhaustion", "assert_exception", "assert_unlinkable",
            "assert_unlinkable binary", "assert_unlinkable quote", "assert_uninstantiable",
            "assert_uninstantiable binary", "assert_uninstantiable quote"),
}
HEAD = """# What is supported, proposal by proposal

Written by `scripts/support_matrix.py`, which runs the official suite; a test compares. Each cell is what passed of all assertions: *decode*
about malformed binaries, *text* about malformed text, *validate* about invalid modules, *run* about results, traps, exceptions, linking and
instantiation. A dash: the suite has none. The suite is
[WebAssembly/testsuite](https://github.com/WebAssembly/testsuite) at 193e551ff22663995b1ac95dc62344133669e14b.

A script can be about several proposals, so the rows do not add up to the last one, which counts every script once. Modules that scripts instantiate
before they assert anything are not counted here; `wrt wast` counts them too.

| proposal | what it is | scripts | decode | text | validate | run |
|---|---|---|---|---|---|---|
"""


def run_suite(wrt, suite):
    """Script name without .wast → its entry in the report."""
    folders = [folder for folder in FOLDERS if (suite / folder).is_dir()]
    command = [str(wrt), "wast", "--json", *(str(suite / folder) for folder in folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    files = json.loads(done.stdout)["files"]
    return {pathlib.Path(each["file"]).relative_to(suite).with_suffix("").as_posix(): each for each in files}


def named(name, patterns):
    """Whether a pattern names the script. A pattern without a slash is about the suite's root."""
    return any(name.count("/") == each.count("/") and pathlib.PurePosixPath(name).match(each) for each in patterns)


def scripts_of(flag, names):
    patterns = SCRIPTS[flag]
    found = [name for name in names if named(name, patterns) and not named(name, NOT_ABOUT.get(flag, []))]
    for each in patterns:
        if not any(named(name, [each]) for name in names):
            sys.exit(f"{flag}: the pattern '{each}' names no script")
    return found


def row(title, what, reports):
    """One line of the table."""
    counts = collections.defaultdict(lambda: [0, 0])
    for report in reports:
        for kind, result in report["kinds"].items():
            column = next((column for column, kinds in COLUMNS.items() if kind in kinds), None)
            if column is None and kind.startswith("assert_"):
                sys.exit(f"'{kind}' belongs to no column")
            counts[column][0] += result["passed"]
            counts[column][1] += result["passed"] + result["failed"]
    cells = [f"{counts[column][0]:,} of {counts[column][1]:,}" if counts[column][1] else "–" for column in COLUMNS]
    return f"| {' | '.join([title, what, str(len(reports)), *cells])} |\n"


def document(reports):
    table = (ROOT / "lib/wasm/features.def").read_text(encoding="utf-8")
    features = [(flag, what) for _, flag, _, what in FEATURE.findall(table)]
    known = {flag for flag, _ in features}
    features += [(flag, "not known to wrt") for flag in SCRIPTS if flag not in known]
    about = {flag: scripts_of(flag, reports) for flag, _ in features if flag != "mvp"}
    about["annotations"] = [name for name in reports if named(name, ANNOTATIONS)]
    others = [name for name in reports if not any(name in names for names in about.values())]
    text = HEAD
    for flag, what in features:
        names = others if flag == "mvp" else about[flag]
        text += row(f"`{flag}`", what, [reports[name] for name in names])
    text += row("annotations", "custom sections, names and branch hints in the text",
                [reports[name] for name in about["annotations"]])
    return text + row("all", "every script once", list(reports.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", type=pathlib.Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("suite", type=pathlib.Path)
    options = parser.parse_args()
    text = document(run_suite(options.wrt.resolve(), options.suite.resolve()))
    if not options.check:
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    present = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if present == text:
        print(f"{DOCUMENT.relative_to(ROOT)} is up to date")
        return 0
    sys.stdout.writelines(difflib.unified_diff(present.splitlines(True), text.splitlines(True), "is", "should be"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
