#!/usr/bin/env python3
"""Tests of what a guest's calls become: which system calls of the host, seen by strace.

    system_calls.py --wrt build/release/bin/wrt [NAME…]

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "bench" / "wasi" / "io.c"
WRT = None
FOLDER = None


def system_calls(*arguments):
    """The lines of strace while the guest runs.

    All code is made before the guest starts: with --tier=auto another process and a thread would make system calls meanwhile, and
    strace writes a call during which another one begins in two pieces ("<unfinished ...>").
    """
    trace = FOLDER / "trace"
    subprocess.run(["strace", "-f", "-o", trace, WRT, "run", "--tier=llvm", "--no-cache", "--dir", ".", "io.wasm", *arguments],
                   cwd=FOLDER, check=True, stdout=subprocess.DEVNULL, timeout=300)
    return trace.read_text(errors="replace").splitlines()


def count(lines, pattern):
    return sum(1 for line in lines if re.search(pattern, line))


class SystemCallTest(unittest.TestCase):
    def test_a_mebibyte_is_written_by_one_call(self):
        lines = system_calls("write", "made", "1048576", "7")
        self.assertEqual(count(lines, r"\bwritev?\(.*1048576.*= 1048576$"), 7)
        self.assertEqual((FOLDER / "made").stat().st_size, 7 << 20)

    def test_a_mebibyte_is_read_by_one_call(self):
        (FOLDER / "given").write_bytes(b"x" * (7 << 20))
        lines = system_calls("read", "given", "1048576", "7")
        self.assertEqual(count(lines, r"\breadv?\(.*1048576.*= 1048576$"), 7)

    def test_the_clock_is_read_without_a_system_call(self):
        few, many = (count(system_calls("clock", n), r"\bclock_gettime") for n in ("10", "100000"))
        self.assertLess(abs(many - few), 100)


def main():
    global WRT, FOLDER
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    WRT = str(pathlib.Path(arguments.wrt).resolve())
    FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="wrt-system-calls-"))
    try:
        guest = FOLDER / "io.wasm"
        subprocess.run(["clang-19", "--target=wasm32-wasi", "-O2", str(SOURCE), "-o", guest], check=True)
        unittest.main(argv=[sys.argv[0], *arguments.names])
    finally:
        shutil.rmtree(FOLDER)


if __name__ == "__main__":
    main()
