#!/usr/bin/env python3
"""Every prefix of 20 real modules gives an error and no crash: chooses the modules and runs wrt-prefix-check on them.

    prefixes.py --checker build/asan/bin/wrt-prefix-check FOLDER…

The ten smallest modules of different sizes, and ten spread evenly over those up to 256 KB: the time grows with the
square of the size, and the tail of a big module holds nothing that a middling one has not.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

COUNT = 20
LARGEST = 256 * 1024


def choose(folders):
    """COUNT modules, no two of the same size."""
    by_size = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.wasm")):
            by_size.setdefault(path.stat().st_size, path)
    modules = [by_size[size] for size in sorted(by_size) if size <= LARGEST]
    small, rest = modules[: COUNT // 2], modules[COUNT // 2 :]
    spread = COUNT - len(small)
    if len(rest) <= spread:
        return small + rest
    return small + [rest[i * (len(rest) - 1) // (spread - 1)] for i in range(spread)]


def check(checker, path):
    done = subprocess.run([checker, path], capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def main():
    parser = argparse.ArgumentParser(description="Checks every prefix of some modules.")
    parser.add_argument("--checker", required=True, type=pathlib.Path)
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count())
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    modules = choose(options.folders)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda path: check(options.checker, path), modules))
    failed = 0
    for path, (code, text) in zip(modules, results):
        failed += code != 0
        print(text if code == 0 else f"FAILED {path} (exit code {code})\n{text}")
    if len(modules) != COUNT:
        print(f"found {len(modules)} modules; {COUNT} are needed")
    print(f"{len(modules) - failed} passed, {failed} failed")
    return 0 if len(modules) == COUNT and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
