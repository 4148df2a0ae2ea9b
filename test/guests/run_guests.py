#!/usr/bin/env python3
"""Runs real programs (the sightglass guests) and compares what they print with what they should.

    run_guests.py --wrt build/release/bin/wrt [-j N] [--compile] [--option=OPTION…] [--sanitizer] FOLDER

Every X.wasm below FOLDER runs in its own folder with `wrt run --no-cache --dir . --unknown-imports=zero X.wasm`: its imports
`bench.start` and `bench.end` mark the timed part and need do nothing. With --compile it is `wrt compile` that compiles,
to a file that then runs. Its stdout must be X.stdout.expected, or else the
folder's default.stdout.expected; trailing white space does not count. For guests that come without either, expected/ beside
this script holds the output that wrt and V8 agree on. A guest without any expectation is a failure.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile
import time


OWN_EXPECTATIONS = pathlib.Path(__file__).resolve().parent / "expected"


def expected_output(path):
    """The file with a guest's expected stdout, or None."""
    name = f"{path.stem}.stdout.expected"
    candidates = (path.parent / name, path.parent / "default.stdout.expected", OWN_EXPECTATIONS / name)
    return next((file for file in candidates if file.is_file()), None)


def normalise(data):
    """Lines without trailing white space, and no empty lines at the end."""
    return [line.rstrip() for line in data.decode("utf-8", errors="backslashreplace").rstrip().split("\n")]


def run_wrt(wrt, path, timeout, compiled, run_options):
    """What the guest's run does; goes through the file `compiled`, if that is not None."""
    options = {"cwd": path.parent, "stdin": subprocess.DEVNULL, "capture_output": True, "timeout": timeout, "check": False}
    run = [wrt, "run", "--no-cache", "--dir", ".", "--unknown-imports=zero", *run_options]
    if compiled is None:
        return subprocess.run([*run, path.name], **options)
    done = subprocess.run([wrt, "compile", path.name, "-o", compiled], **options)
    if done.returncode != 0:
        return done
    return subprocess.run([*run, "--argv0", path.name, compiled], **options)


def run_guest(wrt, path, timeout, compile_first, run_options):
    """(complaint or None, seconds) of one guest."""
    expected = expected_output(path)
    if expected is None:
        return "no expected output beside it", 0.0
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wrt-guest-") as folder:
        try:
            done = run_wrt(wrt, path, timeout, pathlib.Path(folder) / "guest.so" if compile_first else None, run_options)
        except subprocess.TimeoutExpired:
            return f"killed after {timeout} s", time.monotonic() - start
    seconds = time.monotonic() - start
    wanted, found = normalise(expected.read_bytes()), normalise(done.stdout)
    if done.returncode != 0:
        tail = done.stderr.decode(errors="replace").strip().split("\n")[-12:]
        return f"exit code {done.returncode}\n" + "\n".join(tail), seconds
    if wanted != found:
        diff = list(difflib.unified_diff(wanted, found, "expected", "found", lineterm=""))[:40]
        return "\n".join(diff), seconds
    return None, seconds


def main():
    parser = argparse.ArgumentParser(description="Runs real guests and compares their output.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--compile", action="store_true", help="by way of 'wrt compile' and a file")
    parser.add_argument("--option", action="append", default=[], help="an option of wrt run")
    parser.add_argument("--sanitizer", action="store_true", help="allow for a sanitizer's time")
    parser.add_argument("-j", dest="jobs", type=int, default=1, help="guests at a time (each compiles on all cores)")
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    wrt = options.wrt.resolve()
    timeout = 1200 if options.sanitizer else 180
    guests = sorted(options.folder.resolve().rglob("*.wasm"))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, (complaint, seconds) in zip(guests, pool.map(lambda guest: run_guest(wrt, guest, timeout, options.compile, options.option), guests)):
            name = path.relative_to(options.folder.resolve())
            print(f"{'FAILED' if complaint else 'ok':6} {seconds:7.2f} s  {name}", flush=True)
            if complaint:
                failed += 1
                print("\n".join(f"  {line}" for line in complaint.split("\n")))
    print(f"{len(guests) - failed} passed, {failed} failed")
    return 0 if guests and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
