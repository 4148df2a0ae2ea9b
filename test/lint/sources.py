"""What the lints share: the list of source files, and C++ text without comments and strings.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import pathlib
import re

LEFT_OUT = {"build", ".git", ".cache", "__pycache__", "node_modules"}

# Comments, string and character literals (raw strings first), in one pass so that none hides in another.
_HIDDEN = re.compile(
    r"""
      R"(?P<raw>[^(\s]*)\(.*?\)(?P=raw)"
    | //[^\n]*
    | /\*.*?\*/
    | "(?:\\.|[^"\\\n])*"
    | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
    """,
    re.S | re.X,
)


def source_files(root, suffixes):
    """All files below `root` with one of the suffixes (or names), as sorted paths relative to it."""
    found = []
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if (path.suffix in suffixes or path.name in suffixes) and not LEFT_OUT.intersection(parts) and path.is_file():
            found.append(path.relative_to(root))
    return sorted(found)


def blank_hidden(text, keep_strings=False):
    """The text with comments and literals blanked out; every line keeps its number."""

    def blank(match):
        found = match[0]
        if keep_strings and not found.startswith("/"):
            return found
        return ("" if found.startswith("/") else '""') + "\n" * found.count("\n")

    return _HIDDEN.sub(blank, text)


def blank_preprocessor(text):
    """The text without preprocessor lines and what continues them."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: "\n" * match[0].count("\n"), text, flags=re.M)


def run_lint(check, what):
    """The main function of a lint: prints the complaints of check(root), and how many files it saw."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    root = parser.parse_args().root.resolve()
    complaints, seen = check(root)
    for complaint in complaints:
        print(complaint)
    if seen == 0:
        print(f"{root}: no source files found, so nothing was checked")
        return 1
    print(f"{what}: {seen} files, {len(complaints)} complaints")
    return 1 if complaints else 0
