#!/usr/bin/env python3
"""wrt and wabt must agree on every module below some folders: `wrt validate` against `wasm-validate`.

    cross_check_wabt.py --wrt build/release/bin/wrt FOLDER…

Where wabt rejects what wrt accepts, the difference counts as explained only when wabt's own message names a feature
that this wabt does not know (UNKNOWN_TO_WABT); each such file is listed with the rule. Everything else is a failure.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

# What wabt 1.0.32 says about a module that uses what it cannot read → what that is.
UNKNOWN_TO_WABT = [
    (re.compile(r"unexpected type form \(got (?:-0x|0x)?[0-9a-f]+\)"), "types of the GC proposal"),
    (re.compile(r"invalid (?:value|reference|table elem) type|expected valid .* type"), "types of the GC proposal"),
    (re.compile(r"unexpected opcode: 0x(?:fb|1f|0a|d[3-6])", re.I), "instructions of the GC or exnref proposals"),
    (re.compile(r"memory (?:page size|flag).*|invalid memory (?:limits )?flags"), "custom page sizes"),
]


def verdict(command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def explain(text):
    return next((reason for pattern, reason in UNKNOWN_TO_WABT if pattern.search(text)), None)


def compare(wrt, wabt, path):
    """('same' | 'explained' | 'failed', text) for one module."""
    ours, our_text = verdict([wrt, "validate", path])
    theirs, their_text = verdict([wabt, "--enable-all", path])
    if ours not in (0, 1):
        return "failed", f"{path}: wrt validate exits with {ours}\n{our_text}"
    if (ours == 0) == (theirs == 0):
        return "same", ""
    reason = explain(their_text) if ours == 0 else None
    if reason:
        return "explained", f"{path}: wabt cannot read it ({reason})"
    return "failed", f"{path}: wrt says {ours}, wabt says {theirs}\nwrt:  {our_text or 'valid'}\nwabt: {their_text or 'valid'}"


def main():
    parser = argparse.ArgumentParser(description="Compares the verdicts of wrt and wabt.")
    parser.add_argument("--wrt", required=True)
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count())
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    wabt = shutil.which("wasm-validate")
    if not wabt:
        sys.exit("wasm-validate (Debian: wabt) is missing")
    modules = sorted(path for folder in options.folders for path in folder.rglob("*.wasm"))
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda path: compare(options.wrt, wabt, path), modules))
    counts = {kind: sum(1 for found, _ in results if found == kind) for kind in ("same", "explained", "failed")}
    print("\n".join(text for _, text in results if text))
    print(f"{counts['same']} passed, {counts['explained']} beyond wabt, {counts['failed']} failed")
    return 0 if counts["same"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
