#!/usr/bin/env python3
"""Tests of `wrt run --tier=auto`: programs that start in the baseline tier and move to LLVM's code while they run.

    run.py --wrt build/release/bin/wrt [--sanitizer] [NAME…]

The programs call their functions for as long as the first argument says, in milliseconds, and compare all results. That
they have moved is told by -v. The process that compiles is found among all processes, as a child of the one that runs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

WRT = None
SLOW = 1  # a sanitizer's factor
HERE = pathlib.Path(__file__).parent
MOVING = HERE / "moving.wat"
THREADS = HERE / "threads.wat"
MOVED = "after the start: LLVM's code of"
STAYED = "stays in the baseline tier"
FOUND = "compiled code found"
LONG = 3000  # in it LLVM compiles a module of this size, even if the machine has other things to do
TIMEOUT = 120


def environment(**settings):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
    return {**plain, **settings}


def children(parent):
    """The processes whose parent that is."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def exists(process):
    try:
        return (pathlib.Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds * SLOW
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.005)
    return condition()


class TierTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-tier-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.cache = self.folder / "cache"

    def command(self, *options, function, module=MOVING, duration=LONG, tier="auto"):
        return [WRT, "run", "-v", f"--tier={tier}", *options, "--invoke", function, module, str(duration * SLOW)]

    def start(self, *options, function="run", **more):
        process = subprocess.Popen(self.command(*options, function=function, **more), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=environment(WRT_CACHE_DIR=str(self.cache)))
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def run_it(self, *options, function="run", code=0, **more):
        """Runs a program; returns stdout, what -v tells, and the rest of stderr."""
        done = subprocess.run(self.command(*options, function=function, **more), capture_output=True, text=True,
                              env=environment(WRT_CACHE_DIR=str(self.cache)), timeout=TIMEOUT * SLOW, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        lines = done.stderr.splitlines(keepends=True)
        told = "".join(line for line in lines if line.startswith("wrt: [info]"))
        return done.stdout, told, "".join(line for line in lines if not line.startswith("wrt: [info]"))

    # --- Moving ---

    def test_long_program_moves(self):
        for options in ((), ("--sandbox=strict",), ("--sandbox=off",)):
            out, told, _ = self.run_it("--no-cache", *options)
            self.assertEqual(out, "42\n")
            self.assertEqual(told.count(MOVED), 1, told)

    def test_all_code_is_llvms_when_that_is_waited_for(self):
        out, told, _ = self.run_it("--no-cache", "--tier-wait", duration=0)
        self.assertEqual(out, "42\n")
        self.assertRegex(told, rf"(?s){MOVED}.*in 'run'")

    def test_traps_have_the_same_backtraces_everywhere(self):
        for function in ("trap_after", "bounds_after", "throw_after", "overflow_after"):
            _, _, expected = self.run_it(function=function, duration=0, tier="baseline", code=134)
            self.assertIn("#0 ", expected)
            # Before the move, after it with a frame of the baseline's below, and all of it in LLVM's code.
            before = self.run_it("--no-cache", function=function, duration=0, code=134)
            after = self.run_it("--no-cache", function=function, code=134)
            moved = self.run_it("--no-cache", "--tier-wait", function=function, duration=0, code=134)
            if function == "overflow_after":  # how deep it is depends on the size of frames
                expected, *others = (re.sub(r"#\d+|\d+ frames", "#", each) for each in (expected, before[2], after[2], moved[2]))
            else:
                others = [before[2], after[2], moved[2]]
            self.assertIn(MOVED, after[1], function)
            self.assertIn(MOVED, moved[1], function)
            for each in others:
                self.assertEqual(each, expected, function)

    def test_threads_move(self):
        for options in ((), ("--sandbox=strict",)):
            out, told, _ = self.run_it("--no-cache", *options, module=THREADS)
            self.assertEqual(out, "42\n")
            self.assertIn(MOVED, told)
        out, told, _ = self.run_it("--no-cache", "--tier-wait", module=THREADS, duration=20)
        self.assertEqual(out, "42\n")
        self.assertIn(MOVED, told)

    def test_preloaded_modules_move(self):
        (self.folder / "other.wat").write_text(
            '(module (import "env" "run" (func $run (param i32) (result i32)))'
            ' (func (export "run") (param i32) (result i32) (call $run (local.get 0))))')
        out, told, _ = self.run_it("--no-cache", "--preload", f"env={MOVING}", module=self.folder / "other.wat")
        self.assertEqual(out, "42\n")
        self.assertEqual(told.count(MOVED), 2, told)

    # --- All of the baseline tier's code before the start ---

    def test_eager_baseline_makes_nothing_at_first_calls(self):
        for module, duration in ((MOVING, 0), (THREADS, 20)):
            lazy, told, _ = self.run_it(module=module, duration=duration, tier="baseline")
            self.assertRegex(told, r"first calls of [1-9]\d* of \d+ functions")
            for options in ((), ("--compile-threads=1",), ("--compile-threads=7", "--sandbox=strict")):
                out, told, _ = self.run_it("--eager", *options, module=module, duration=duration, tier="baseline")
                self.assertEqual(out, lazy)
                self.assertIn("all functions in the baseline tier", told)
                self.assertIn("first calls of 0 of", told)

    def test_eager_program_moves(self):
        for _ in range(10):
            out, told, _ = self.run_it("--no-cache", "--eager", "--compile-threads=7", "--tier-wait", duration=0)
            self.assertEqual(out, "42\n")
            self.assertIn("all functions in the baseline tier", told)
            self.assertIn("first calls of 0 of", told)
            self.assertIn(MOVED, told)

    def test_eager_baseline_has_the_same_backtraces(self):
        for function in ("trap_after", "bounds_after", "throw_after"):
            lazy, eager = (self.run_it(*options, function=function, duration=0, tier="baseline", code=134)
                           for options in ((), ("--eager",)))
            self.assertEqual(eager[2], lazy[2])

    # --- When it is not for this tier ---

    def test_other_wishes_are_llvms(self):
        for option in ("--fuel=1000000000", "--precise-traps", "--verify"):
            out, told, _ = self.run_it("--no-cache", option, duration=0)
            self.assertEqual(out, "42\n")
            self.assertIn("open LLVM", told, option)
            self.assertNotIn(STAYED, told, option)

    # --- The process ---

    def test_short_program_starts_no_compiler(self):
        process = self.start("--no-cache", duration=0)
        out, err = process.communicate(timeout=TIMEOUT * SLOW)
        self.assertEqual(out, "42\n")
        self.assertIn(STAYED, err)
        self.assertEqual(children(process.pid), [])

    def test_process_has_nothing_of_its_parents(self):
        process = self.start(duration=20 * LONG)
        child = wait_for(lambda: children(process.pid))[0]
        name = pathlib.Path(f"/proc/{child}/comm")
        wait_for(lambda: name.read_text() == "wrt-background\n")
        files = [os.readlink(entry) for entry in pathlib.Path(f"/proc/{child}/fd").iterdir()]
        self.assertEqual(files.count("/dev/null"), 3, files)
        self.assertFalse([each for each in files if "wrt-code" in each], files)
        process.kill()
        process.wait()
        self.assertTrue(wait_for(lambda: not exists(child)))

    def test_killed_program_leaves_no_process(self):
        for delay in (0, 0.02, 0.06, 0.2):
            process = self.start("--no-cache", duration=20 * LONG)
            child = wait_for(lambda: children(process.pid))[0]
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.assertTrue(wait_for(lambda: not exists(child)), delay)

    def test_output_ends_with_the_program(self):
        command = " ".join(f"'{each}'" for each in self.command("--no-cache", function="run", duration=100))
        done = subprocess.run(f"{command} 2>&1 | cat", shell=True, capture_output=True, text=True, env=environment(),
                              timeout=TIMEOUT * SLOW, check=True)
        self.assertIn("42\n", done.stdout)

    def test_program_lives_when_the_compiler_dies(self):
        process = self.start("--no-cache")
        child = wait_for(lambda: children(process.pid))[0]
        os.kill(child, signal.SIGKILL)
        out, err = process.communicate(timeout=TIMEOUT * SLOW)
        self.assertEqual((out, process.returncode), ("42\n", 0))
        self.assertIn(STAYED, err)
        self.assertNotIn(MOVED, err)

    # --- The cache ---

    def test_next_run_finds_the_code(self):
        _, told, _ = self.run_it()
        self.assertIn(MOVED, told)
        self.assertEqual(len(list(self.cache.iterdir())), 1)
        for tier in ("auto", "llvm"):
            out, told, _ = self.run_it(duration=0, tier=tier)
            self.assertEqual(out, "42\n")
            self.assertIn(FOUND, told)

    def test_code_that_llvm_tier_has_made_is_found(self):
        self.run_it(duration=0, tier="llvm")
        _, told, _ = self.run_it(duration=0)
        self.assertIn(FOUND, told)


def main():
    global WRT, SLOW
    parser = argparse.ArgumentParser(description="Tests programs that move from one tier to the other.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--sanitizer", action="store_true", help="allow for a sanitizer's time")
    parser.add_argument("names", nargs="*", help="tests, as TierTest.test_…; all if none is given")
    options = parser.parse_args()
    WRT = options.wrt.resolve()
    SLOW = 5 if options.sanitizer else 1
    unittest.main(argv=[sys.argv[0], *options.names], verbosity=1)


if __name__ == "__main__":
    main()
