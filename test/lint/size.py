#!/usr/bin/env python3
"""Files and functions stay small enough to be read.

Files: the median at most 200 lines, 90 % at most 600, none over 1,000; tables (.def) are left out. Functions: 95 % at
most 60 lines, none over 120 but those that long_functions.txt names, each with its reason. An entry of that list that
is no longer needed is an error too.

Functions are found by matching braces in code laid out by clang-format; no C++ parser is needed for that.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
import statistics
import sys

from sources import blank_hidden, blank_preprocessor, run_lint, source_files

MEDIAN_LINES, MOST_LINES, MAX_LINES = 200, 600, 1000
FUNCTION_LINES, MAX_FUNCTION_LINES = 60, 120
ALLOWED = "test/lint/long_functions.txt"

TEMPLATE = r"(?:template\s*<.*>\s*)?"
TYPE = re.compile(rf'^{TEMPLATE}(?:typedef\s+|inline\s+)*(?:(?:namespace|class|struct|union|enum)\b|extern\s*""$)', re.S)
ACCESS = re.compile(r"\s*(?:(?:public|private|protected):\s*)*")


def function_name(head):
    """The name in a function's head: the identifier before the first parenthesis that is not a template's."""
    match = re.search(r"((?:[~\w]+::)*(?:operator\s*[^\s\w(]+|~?\w+))\s*\(", head)
    return match[1].split("::")[-1] if match else "lambda"


def kind_of_block(head):
    """What a brace at namespace or class scope opens: 'scope', 'function' or 'value', judged by the text before it."""
    text = head.strip()
    if TYPE.match(text) and not re.search(r"\)\s*(?:const|noexcept|override|final|\s)*$", text):
        return "scope"
    if re.search(r"\)\s*(?:noexcept\s*)?:[^:]", text) and re.search(r"[\w>]$", text):
        return "member"  # a brace initialiser in a constructor's list: the body is still to come
    if re.search(r"(?:=|,|\(|\breturn)$", text):
        return "value"
    if "(" in text and not re.search(r"=\s*\w[\w:<>, ]*$", text) or re.search(r"\[[^\]]*\]$", text):
        return "function"
    return "value"


def functions(text):
    """Yields (name, first line, lines) for every function of a C++ file; lambdas count to what holds them."""
    code = blank_preprocessor(blank_hidden(text))
    stack = []  # what each open brace is
    head_start = 0
    for match in re.finditer(r"[{};]", code):
        at, char = match.start(), match[0]
        inside = bool(stack) and stack[-1][0] in ("function", "inner")
        if char == ";":
            if not inside and not (stack and stack[-1][0] == "value"):
                head_start = at + 1
        elif char == "{":
            if inside or (stack and stack[-1][0] in ("value", "member")):
                stack.append(("inner" if inside else "value", 0, ""))
                continue
            start = ACCESS.match(code, head_start).end()
            head = code[start:at]
            kind = kind_of_block(head)
            stack.append((kind, start, function_name(head)))
            if kind == "scope":
                head_start = at + 1
        elif stack:
            kind, start, name = stack.pop()
            if kind == "function":
                first = code.count("\n", 0, start) + 1
                yield name, first, code.count("\n", 0, at) + 2 - first
            if kind in ("function", "scope"):
                head_start = at + 1


def read_allowed(root):
    """The allow-list: (file, function) → reason."""
    allowed = {}
    path = root / ALLOWED
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            place, _, reason = line.partition(" ")
            file, _, name = place.partition("#")
            allowed[(file, name)] = reason.strip()
    return allowed


def check_files(sizes):
    complaints = [f"{file}: {lines} lines; at most {MAX_LINES}" for file, lines in sizes.items() if lines > MAX_LINES]
    if sizes and statistics.median(sizes.values()) > MEDIAN_LINES:
        complaints.append(f"the median file has {statistics.median(sizes.values()):.0f} lines; at most {MEDIAN_LINES}")
    large = sorted((file for file, lines in sizes.items() if lines > MOST_LINES), key=lambda file: -sizes[file])
    if len(large) > len(sizes) / 10:
        complaints.append(f"more than 10 % of the files have over {MOST_LINES} lines: {', '.join(large)}")
    return complaints


def check_functions(found, allowed):
    complaints = []
    for (file, name), reason in allowed.items():
        if not reason:
            complaints.append(f"{ALLOWED}: {file}#{name} has no reason")
        if not any(f == file and n == name and lines > MAX_FUNCTION_LINES for f, n, _, lines in found):
            complaints.append(f"{ALLOWED}: {file}#{name} is not over {MAX_FUNCTION_LINES} lines (any more)")
    for file, name, first, lines in found:
        if lines > MAX_FUNCTION_LINES and (file, name) not in allowed:
            complaints.append(f"{file}:{first}: {name} has {lines} lines; at most {MAX_FUNCTION_LINES}")
    long = [f"{file}:{first} {name} ({lines})" for file, name, first, lines in found if lines > FUNCTION_LINES]
    if len(long) > len(found) / 20:
        complaints.append(f"more than 5 % of the functions have over {FUNCTION_LINES} lines: {', '.join(long)}")
    return complaints


def check(root):
    sizes, found = {}, []
    for path in source_files(root, {".cc", ".h", ".py", ".c"}):
        file = path.as_posix()
        text = (root / path).read_text(encoding="utf-8")
        sizes[file] = text.count("\n")
        if path.suffix != ".py":
            found += [(file, *function) for function in functions(text)]
    return check_files(sizes) + check_functions(found, read_allowed(root)), len(sizes)


if __name__ == "__main__":
    sys.exit(run_lint(check, "size"))
