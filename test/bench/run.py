#!/usr/bin/env python3
"""bench/run does what its README says: one run of one kernel, natively and under wrt, the files that it leaves, and clear
errors. No times are looked at.

    run.py --wrt build/release/bin/wrt

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNEL = "queens"
ERRORS = {
    "no such suite: speed": ["--suite", "speed"],
    "no such runtime: abacus": ["--runtimes", "abacus"],
    "no such program: chess": ["--suite", "kernels", "chess"],
    "--runs and --rounds must be at least 1": ["--runs", "0"],
    "no such folder: /nowhere": ["--guests", "/nowhere"],
    "the suite guests needs --guests or WRT_GUESTS_DIR": ["--suite", "guests"],
}


def run(arguments, path=None):
    environment = {name: value for name, value in os.environ.items() if name != "WRT_GUESTS_DIR"}
    if path is not None:
        environment["PATH"] = path
    return subprocess.run([sys.executable, ROOT / "bench" / "run", *arguments], capture_output=True, text=True, env=environment, check=False)


def check_result(wrt, folder):
    done = run(["--wrt", wrt, "--suite", "kernels", "--runtimes", "wrt", "--native", "--quick", "--output", folder, KERNEL])
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert set(result["suites"]) == {"kernels"}, result["suites"]
    (table,) = result["suites"]["kernels"]
    assert set(table["cells"]) == {KERNEL} and not table["failures"], table
    cells = table["cells"][KERNEL]
    assert list(cells) == ["native", "native-march", "wrt"], list(cells)
    for name, cell in cells.items():
        assert len(cell["values"]) == 1 and cell["values"][0] > 0, (name, cell)
        assert cell["bytes"] > 0 and cell["compile_s"] > 0 and 0 < cell["peak_mib"] < 1000, (name, cell)
    assert all(facts["version"] and not facts["missing"] for facts in result["runtimes"].values()), result["runtimes"]
    text = (folder / "result.md").read_text(encoding="utf-8")
    assert f"| {KERNEL} |" in text and "wrt / native" in text, text
    assert (folder / "result.html").is_file() or "No page without matplotlib" in done.stdout, done.stdout


def check_false_output(folder):
    """A program that prints something else than native code does is a failure, and has no time."""
    wrt = folder / "wrt"
    wrt.write_text('#!/bin/sh\ncase $1 in compile) : >"$4" ;; run) echo 42; echo 0.1 >&2 ;; *) echo wrt 0 ;; esac\n', encoding="ascii")
    wrt.chmod(0o755)
    done = run(["--wrt", wrt, "--suite", "kernels", "--runtimes", "wrt,native", "--quick", "--output", folder, KERNEL])
    assert done.returncode == 1 and "failed: queens, wrt: it prints b'42' instead of" in done.stdout, done.stdout + done.stderr
    cells = json.loads((folder / "result.json").read_text(encoding="utf-8"))["suites"]["kernels"][0]["cells"]
    assert list(cells[KERNEL]) == ["native"], cells


def check_errors():
    for message, arguments in ERRORS.items():
        done = run(arguments)
        assert done.returncode == 2 and message in done.stderr and "Traceback" not in done.stderr, (arguments, done.stderr)
    done = run(["--wrt", "/nowhere/wrt", "--suite", "kernels", "--runtimes", "wrt"])
    assert done.returncode == 2 and "wrt: not measured, no /nowhere/wrt" in done.stdout, done.stdout + done.stderr
    assert "none of the runtimes is installed" in done.stderr, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wrt-bench-test-") as folder:
        check_result(options.wrt.resolve(), pathlib.Path(folder))
    with tempfile.TemporaryDirectory(prefix="wrt-bench-test-") as folder:
        check_false_output(pathlib.Path(folder))
    check_errors()
    print("bench/run: a result, a false output, and errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
