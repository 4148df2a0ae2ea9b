#!/usr/bin/env python3
"""Tests of the data-test runner: above all, that it fails when it must.

A shell script plays the part of wrt, so that these tests need no build.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "run.py"

FAKE_WRT = """#!/bin/sh
case "$1" in
  print) shift; printf '%s\\n' "$@" ;;
  warn) shift; printf '%s\\n' "$@" >&2 ;;
  exit) exit "$2" ;;
  die) kill -ABRT $$ ;;
  sleep) sleep 30 ;;
  cat) cat ;;
  env) echo "$FROM_TEST" ;;
  eat) exec python3 -c 'x = bytearray(200 << 20)' ;;
  magic) head -c 4 "$2" | od -An -tx1 ;;
esac
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.wrt = self.root / "bin" / "wrt"
        self.wrt.parent.mkdir()
        self.wrt.write_text(FAKE_WRT)
        self.wrt.chmod(self.wrt.stat().st_mode | stat.S_IXUSR)
        (self.root / "tests").mkdir()

    def write(self, name, text):
        path = self.root / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_all(self, *options):
        command = [sys.executable, RUNNER, "--wrt", self.wrt, *options, self.root / "tests"]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    def assert_passes(self, count=1):
        done = self.run_all()
        self.assertEqual((done.returncode, done.stdout), (0, f"{count} passed, 0 failed\n"), done.stderr)

    def assert_fails(self, *words):
        done = self.run_all()
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertTrue(done.stdout.endswith("0 passed, 1 failed\n"), done.stdout)
        for word in words:
            self.assertIn(word, done.stdout)

    # What passes.

    def test_exact_output_passes(self):
        self.write("a.wat", ";; RUN: wrt print one two\n;; STDOUT: one\n;; STDOUT: two\n(module)\n")
        self.assert_passes()

    def test_block_ends_at_code_and_licence(self):
        self.write("a.c", "// RUN: wrt print one '' two\n// STDOUT:\n// one\n//\n// two\n//\n// SPDX-x\nint x;\n// not this\n")
        self.assert_passes()

    def test_regular_expressions_and_any_lines(self):
        self.write("a.wat", ";; RUN: wrt print a1 b c last\n;; STDOUT: a{{[0-9]+}}\n;; STDOUT: {{...}}\n;; STDOUT: last\n")
        self.assert_passes()

    def test_expectations_belong_to_the_run_above(self):
        self.write("a.wat", ";; RUN: wrt exit 7\n;; EXIT: 7\n;; RUN: wrt warn oh\n;; STDERR: oh\n")
        self.assert_passes()

    def test_stdin_environment_and_pipes(self):
        self.write("a.wat", ";; ENV: FROM_TEST=x y\n;; STDIN: in\n;; RUN: wrt cat && wrt env | cat\n;; STDOUT: in\n;; STDOUT: x y\n")
        self.assert_passes()

    def test_wat_is_compiled(self):
        self.write("a.wat", ";; RUN: wrt magic %wasm\n;; STDOUT: {{ *}}00 61 73 6d\n(module)\n")
        self.assert_passes()

    def test_generator_makes_the_module(self):
        self.write("a.py", "# RUN: wrt magic %wasm\n# STDOUT: {{ *}}31 32 33 34\nprint('12345')\n")
        self.assert_passes()

    def test_helpers_are_no_tests(self):
        self.write("helper.py", "x = 1\n")
        self.write("Inputs/b.wat", "(module)\n")
        self.write("a.wat", ";; RUN: wrt exit 0\n")
        self.assert_passes()

    def test_folder_names_are_replaced(self):
        self.write("a.wat", ";; RUN: wrt print %t/x %s\n;; STDOUT: %t/x\n;; STDOUT: %s\n")
        self.assert_passes()

    # What must fail.

    def test_wrong_exit_code_fails(self):
        self.write("a.wat", ";; RUN: wrt exit 3\n;; EXIT: 4\n")
        self.assert_fails("expected 4, found 3")

    def test_exit_code_without_expectation_fails(self):
        self.write("a.wat", ";; RUN: wrt exit 3\n")
        self.assert_fails("expected 0, found 3")

    def test_wrong_line_fails_with_a_diff(self):
        self.write("a.wat", ";; RUN: wrt print two\n;; STDOUT: one\n")
        self.assert_fails("-one", "+two")

    def test_output_without_expectation_fails(self):
        self.write("a.wat", ";; RUN: wrt warn surprise\n")
        self.assert_fails("+surprise")

    def test_missing_line_fails(self):
        self.write("a.wat", ";; RUN: wrt print one\n;; STDOUT: one\n;; STDOUT: two\n")
        self.assert_fails("-two")

    def test_trailing_text_fails(self):
        self.write("a.wat", ";; RUN: wrt print one!\n;; STDOUT: one\n")
        self.assert_fails("+one!")

    def test_regular_expression_must_match_the_whole_line(self):
        self.write("a.wat", ";; RUN: wrt print a12\n;; STDOUT: a{{[0-9]}}\n")
        self.assert_fails("+a12")

    def test_second_run_is_judged(self):
        self.write("a.wat", ";; RUN: wrt exit 0\n;; RUN: wrt exit 1\n")
        self.assert_fails("RUN: wrt exit 1")

    def test_signal_is_not_its_exit_code(self):
        self.write("a.wat", ";; RUN: wrt die\n;; EXIT: 134\n")
        self.assert_fails("SIGABRT")

    def test_signal_in_a_pipe_is_seen(self):
        self.write("a.wat", ";; RUN: wrt die && wrt exit 0\n;; EXIT: 134\n;; STDERR: {{...}}\n")
        self.assert_fails("died of a signal")

    def test_time_limit_fails(self):
        self.write("a.wat", ";; RUN: wrt sleep\n;; TIMEOUT: 1\n")
        self.assert_fails("time limit")

    def test_memory_limit_fails(self):
        self.write("a.wat", ";; RUN: wrt eat\n;; MAX-RSS-MB: 100\n")
        self.assert_fails("peak memory")

    def test_file_without_run_line_fails(self):
        self.write("a.wat", "(module)\n")
        self.assert_fails("no RUN line")

    def test_misspelt_directive_fails(self):
        self.write("a.wat", ";; RUN: wrt exit 0\n;; STDOT: x\n")
        self.assert_fails("unknown directive STDOT")

    def test_module_that_does_not_compile_fails(self):
        self.write("a.wat", ";; RUN: wrt magic %wasm\n(modul)\n")
        self.assert_fails("making the module failed")

    def test_failing_generator_fails(self):
        self.write("a.py", "# RUN: wrt magic %wasm\nraise SystemExit(1)\n")
        self.assert_fails("making the module failed")

    def test_missing_tool_fails(self):
        self.write("a.wat", ";; RUN: no-such-tool-at-all\n")
        self.assert_fails("the tool no-such-tool-at-all is missing")

    def test_no_test_at_all_fails(self):
        done = self.run_all()
        self.assertEqual((done.returncode, done.stdout), (1, "0 passed, 0 failed\n"))

    # Blessing.

    def test_bless_makes_a_failing_test_pass_and_keeps_the_rest(self):
        path = self.write(
            "a.wat", ";; Head.\n;; RUN: wrt print a '{{b}}'\n;; STDOUT: x\n;; STDOUT: y\n;; RUN: wrt exit 9\n;; Tail.\n(module)\n"
        )
        self.assertEqual(self.run_all("--bless").returncode, 0)
        self.assert_passes()
        text = path.read_text()
        self.assertIn(";; Head.\n;; RUN: wrt print a '{{b}}'\n;; STDOUT: a\n", text)
        self.assertIn(";; RUN: wrt exit 9\n;; EXIT: 9\n;; Tail.\n(module)\n", text)
        self.assertNotIn("STDOUT: x", text)

    def test_bless_leaves_matching_patterns_alone(self):
        text = ";; RUN: wrt print 12\n;; STDOUT: {{[0-9]+}}\n"
        path = self.write("a.wat", text)
        self.assertEqual(self.run_all("--bless").returncode, 0)
        self.assertEqual(path.read_text(), text)

    def test_bless_does_not_accept_a_crash(self):
        self.write("a.wat", ";; RUN: wrt die\n")
        self.assertEqual(self.run_all("--bless").returncode, 1)


if __name__ == "__main__":
    unittest.main()
