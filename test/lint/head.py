#!/usr/bin/env python3
"""Every source file opens with a comment that says why it exists, and has the licence line.

Data tests (files with RUN lines) are data: their name and their expectation say what they are for.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
import sys

from sources import run_lint, source_files

LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
MARKS = {".cc": "//", ".h": "//", ".def": "//", ".c": "//", ".sh": "#", ".cmake": "#", ".txt": "#", "Makefile": "#"}
SUFFIXES = {*MARKS, ".py", "run"}
SKIPPED_LINE = re.compile(r"^(?:#!.*|#pragma once|\s*)$")
RUN_LINE = re.compile(r"^(?://|#|;;) RUN: ", re.M)


def head_of(path, text):
    """The comment that a file opens with, as lines without comment marks."""
    if path.suffix == ".py":
        match = re.match(r'(?:#[^\n]*\n)*"""(.*?)"""', text, re.S)
        return match[1].split("\n") if match else []
    mark = MARKS.get(path.suffix, MARKS.get(path.name, "#"))
    lines, head = text.split("\n"), []
    while lines and SKIPPED_LINE.match(lines[0]):
        lines.pop(0)
    for line in lines:
        if not line.startswith(mark):
            break
        head.append(line[len(mark) :].strip())
    return head


def check(root):
    complaints = []
    files = [path for path in source_files(root, SUFFIXES) if path.suffix != ".txt" or path.name == "CMakeLists.txt"]
    for path in files:
        text = (root / path).read_text(encoding="utf-8")
        if RUN_LINE.search(text):
            continue
        head = head_of(path, text)
        if LICENCE not in [line.strip() for line in head]:
            complaints.append(f"{path}: no line '{LICENCE}' in its head comment")
        words = sum(len(line.split()) for line in head if "SPDX" not in line)
        if words < 3:
            complaints.append(f"{path}: no head comment that says why the file exists")
    return complaints, len(files)


if __name__ == "__main__":
    sys.exit(run_lint(check, "head comments"))
