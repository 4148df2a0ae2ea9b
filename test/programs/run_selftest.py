#!/usr/bin/env python3
"""Tests of run.py: it must fail on any difference, tell what could not be had, and not take one for the other.

A false wrt stands in for the real one: its artefacts are shell scripts, which run in the guest's folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import types
import unittest

import run
import scenario
import workshop

FALSE_WRT = """#!/bin/sh
[ "$1" = run ] || exit 9
shift
while [ "${1#--}" != "$1" ]; do
  [ "$1" = --dir ] && folder=${2%::*}
  shift 2
done
cd "$folder" && exec sh "$@"
"""
GOOD = "echo out; echo err >&2; echo content > file; exit 3"


class ProgramsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        wrt = self.write("wrt", FALSE_WRT, 0o755)
        self.workshop = workshop.Workshop(self.folder / "work", wrt, lambda text: None)
        self.options = types.SimpleNamespace(long=False, runs=2)

    def write(self, name, text, mode=0o644):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def run_scripts(self, native, guest, verify=lambda native, guest: None, **command):
        """The rows of a program that is one script natively and another in the guest."""
        tool = scenario.Tool("tool", self.write("module.wasm", guest), self.write("artefact", guest), ["sh", self.write("native", native)], "itself")
        commands = [scenario.Command(tool, [], **{"exit_code": 3, **command})]
        program = scenario.Program([tool], commands, "a script", verify=verify)
        sys.modules["entries.test"] = types.SimpleNamespace(program=lambda workshop, long: program)
        self.addCleanup(sys.modules.pop, "entries.test", None)
        return run.run_entry("test", self.workshop, self.options)

    def assert_fails(self, words, *arguments, **command):
        (row,) = self.run_scripts(*arguments, **command)
        self.assertEqual(row["result"], "failed", row)
        self.assertIn(words, row["reason"])

    def test_same_passes_and_is_timed(self):
        (row,) = self.run_scripts(GOOD, GOOD)
        self.assertEqual(row["result"], "same", row)
        self.assertGreater(min(row["native_seconds"], row["wrt_seconds"]), 0)
        with contextlib.redirect_stdout(io.StringIO()) as table:
            run.print_table([row], 2)
        self.assertIn("| tool | 0.00 MB | same: a script | itself |", table.getvalue())

    def test_other_output_fails(self):
        self.assert_fails("standard output differs at byte 1", GOOD, GOOD.replace("out", "other"))
        self.assert_fails("standard error differs at byte 3", GOOD, GOOD.replace("err", "errors"))

    def test_standard_error_counts_unless_said_otherwise(self):
        (row,) = self.run_scripts(GOOD, GOOD.replace("err", "errors"), same_stderr=False)
        self.assertEqual(row["result"], "same", row)

    def test_other_exit_code_fails_on_either_side(self):
        self.assert_fails("exit code 4 of the guest, not 3", GOOD, GOOD.replace("exit 3", "exit 4"))
        self.assert_fails("exit code 0 natively, not 3", "exit 0", GOOD)

    def test_other_files_fail(self):
        self.assert_fails("file: natively file", GOOD, GOOD.replace("content", "other"))
        self.assert_fails("more: natively nothing", GOOD, "touch more; " + GOOD)
        self.assert_fails("file: natively file", GOOD, GOOD.replace("> file", "> real; ln -s real file"))

    def test_endless_program_fails(self):
        self.assert_fails("killed after 1 s", GOOD, "exec sleep 20", timeout=1)

    def test_verification_counts(self):
        def verify(native, guest):
            raise workshop.Failure("not as it should be")

        self.assert_fails("not as it should be", GOOD, GOOD, verify)

    def test_missing_is_not_failed(self):
        def missing(workshop, long):
            return workshop.needs("no-such-program-anywhere", "for the test")

        sys.modules["entries.test"] = types.SimpleNamespace(program=missing)
        self.addCleanup(sys.modules.pop, "entries.test", None)
        (row,) = run.run_entry("test", self.workshop, self.options)
        self.assertEqual(row["result"], "not run")
        self.assertIn("no-such-program-anywhere is not installed", row["reason"])

    def test_exit_code_of_all(self):
        results = {"same": (0, 0), "not run": (1, 0), "failed": (1, 1)}
        for result, codes in results.items():
            for allowed, code in zip((False, True), codes):
                self.assertEqual(run.exit_code([{"result": "same"}, {"result": result}], allowed), code, result)
        self.assertEqual(run.exit_code([], True), 1)

    def test_made_again_when_the_command_changes(self):
        made = self.folder / "made"
        for text, expected in (("one", "one"), ("two", "two")):
            self.workshop.make(made, [], ["sh", "-c", f"echo {text} > {made}"])
            self.assertEqual(made.read_text().strip(), expected)
        os.utime(made, (1, 1))
        made_at = made.stat().st_mtime
        self.workshop.make(made, [], ["sh", "-c", f"echo two > {made}"])
        self.assertEqual(made.stat().st_mtime, made_at)
        self.workshop.make(made, [self.write("ingredient", "")], ["sh", "-c", f"echo two > {made}"])
        self.assertGreater(made.stat().st_mtime, made_at)

    def test_what_cannot_be_built_fails(self):
        with self.assertRaisesRegex(workshop.Failure, "made cannot be built\nreason"):
            self.workshop.make(self.folder / "made", [], ["sh", "-c", "echo reason >&2; exit 1"])

    def test_results_are_written_as_json(self):
        rows = [{"program": "a", "result": "not run", "reason": "because"}]
        file = self.folder / "results.json"
        run.write_json(file, rows, 3)
        self.assertEqual(json.loads(file.read_text()), {"runs": 3, "programs": rows})


if __name__ == "__main__":
    unittest.main()
