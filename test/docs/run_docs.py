#!/usr/bin/env python3
"""Runs the examples of the documentation and compares what they print with what is written there.

    run_docs.py --wrt build/release/bin/wrt README.md docs/cli.md …

An example is a line `$ COMMAND` in a block of type `console`; the lines up to the next one are what it prints, stdout
and stderr as they come. `…` stands for any text, and alone on its line for any number of lines. The commands of one
document share a temporary folder, in which `examples` and `test` are those of the repository, and a cache of compiled
code; `$?` is the exit code of the command before.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import dataclasses
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass
class Example:
    line: int
    command: str
    output: list


def read_examples(path, sanitizer):
    """All examples of a document, in order, but for those that take away the address space that a sanitizer wants."""
    examples, inside = [], False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            examples.append(Example(number, line[2:], []))
        elif inside and examples:
            examples[-1].output.append(line)
    return [each for each in examples if not sanitizer or "ulimit -v" not in each.command]


def matches(expected, actual):
    def pattern(line):
        return r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"

    return re.fullmatch("".join(map(pattern, expected)), actual) is not None


def run_document(path, wrt, sanitizer):
    """The complaints about a document."""
    examples = read_examples(path, sanitizer)
    if not examples:
        return [f"{path}: no examples"]
    complaints, code = [], 0
    environment = {**os.environ, "PATH": f"{wrt.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
    for name in ("WRT_LOG", "WRT_CACHE_DIR", "WRT_CACHE_SIZE"):
        environment.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="wrt-docs-") as folder:
        environment["XDG_CACHE_HOME"] = str(pathlib.Path(folder) / ".cache")
        for name in ("examples", "test"):
            os.symlink(ROOT / name, pathlib.Path(folder) / name)
        for example in examples:
            script = f"(exit {code})\n{example.command}"
            done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300, check=False)
            code = done.returncode if done.returncode >= 0 else 128 - done.returncode
            actual = done.stdout.decode(errors="backslashreplace")
            if not matches(example.output, actual):
                diff = difflib.unified_diff(example.output, actual.splitlines(), "documented", "printed", lineterm="")
                complaints.append(f"{path}:{example.line}: {example.command}\n" + "\n".join(diff))
    return complaints


def main():
    parser = argparse.ArgumentParser(description="Runs the examples of the documentation.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--sanitizer", action="store_true", help="leave out what a sanitizer's program cannot do")
    parser.add_argument("documents", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    complaints = [each for path in options.documents for each in run_document(path, options.wrt.resolve(), options.sanitizer)]
    for each in complaints:
        print(each)
    print(f"{len(options.documents)} documents, {len(complaints)} examples that differ")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
