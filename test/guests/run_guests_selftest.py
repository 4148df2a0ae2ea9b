#!/usr/bin/env python3
"""Tests of run_guests.py: it must fail on a wrong output, a wrong exit code, a missing expectation, and no guest.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "run_guests.py"
RUN = "run --no-cache --dir . --unknown-imports=zero"
FAKE_WRT = f"""#!/bin/sh
case "$*" in
  "{RUN} guest.wasm") ;;
  "compile guest.wasm -o "*) cp guest.wasm "$4"; exit $(cat compile-code) ;;
  "{RUN} --argv0 guest.wasm "*/guest.so) [ -f "$8" ] || exit 8 ;;
  *) exit 9 ;;
esac
cat output
exit $(cat code)
"""


class GuestsTest(unittest.TestCase):
    def run_guest(self, output, code="0", expected=("guest.stdout.expected", "right\n"), guest="guest.wasm", options=(),
                  compile_code="0"):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            wrt = root / "wrt"
            wrt.write_text(FAKE_WRT)
            wrt.chmod(0o755)
            folder = root / "guests" / "a"
            folder.mkdir(parents=True)
            (folder / guest).write_bytes(b"")
            (folder / "output").write_text(output)
            (folder / "code").write_text(code)
            (folder / "compile-code").write_text(compile_code)
            if expected:
                (folder / expected[0]).write_text(expected[1])
            command = [sys.executable, RUNNER, "--wrt", wrt, *options, root / "guests"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def test_right_output_passes(self):
        self.assertEqual(self.run_guest("right  \n\n")[0], 0)
        self.assertEqual(self.run_guest("right\n", expected=("default.stdout.expected", "right"))[0], 0)

    def test_compiled_file_is_what_runs(self):
        self.assertEqual(self.run_guest("right\n", options=["--compile"])[0], 0)
        self.assertEqual(self.run_guest("wrong\n", options=["--compile"])[0], 1)
        self.assertEqual(self.run_guest("right\n", options=["--compile"], compile_code="1")[0], 1)

    def test_wrong_output_fails(self):
        code, text = self.run_guest("wrong\n")
        self.assertEqual(code, 1)
        self.assertIn("+wrong", text)
        self.assertIn("0 passed, 1 failed", text)

    def test_right_output_with_wrong_exit_code_fails(self):
        self.assertEqual(self.run_guest("right\n", code="1")[0], 1)

    def test_missing_expectation_fails(self):
        self.assertEqual(self.run_guest("right\n", expected=None)[0], 1)

    def test_no_guest_at_all_fails(self):
        self.assertEqual(self.run_guest("right\n", guest="guest.txt")[0], 1)


if __name__ == "__main__":
    unittest.main()
