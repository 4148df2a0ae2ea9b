#!/usr/bin/env python3
"""Tests of --tier=auto, which is what `wrt run` does if no tier is given: programs that start in the baseline tier and move to LLVM's code while they run.

    run.py --wrt build/release/bin/wrt [--sanitizer] [NAME…]

The programs call their functions for as long as the first argument says, in milliseconds, and compare all results. That
they have moved is told by -v. The process that compiles is found among all processes, as a child of the one that runs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import fcntl
import os
import pathlib
import re
import resource
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
HOT = HERE / "hot.wat"
MOVED = re.compile(r"after the start: LLVM's code of (?!\d)")  # all of a module
PART = re.compile(r"after the start: LLVM's code of (?:(\d+) functions?)?(?: and )?(?:(\d+) loops?)? of ")
PARTS_FOUND = re.compile(r"(\d+) parts? of the code found")
STAYED = "stays in the baseline tier"
FOUND = "compiled code found"
MOST_PARTS = 16  # in the cache
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

    def command(self, *options, function, module=MOVING, duration=LONG, tier=None):
        tiers = [f"--tier={tier}"] if tier else []
        return [WRT, "run", "-v", *tiers, *options, "--invoke", function, module, str(duration * SLOW)]

    def entries(self):
        """Files with compiled code."""
        return [each for each in self.cache.glob("*.so")]

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
        for options in ((), ("--tier=auto",), ("--sandbox=strict",), ("--sandbox=off",)):
            out, told, _ = self.run_it("--no-cache", *options)
            self.assertEqual(out, "42\n")
            self.assertEqual(len(MOVED.findall(told)), 1, told)

    def test_all_code_is_llvms_when_that_is_waited_for(self):
        out, told, _ = self.run_it("--no-cache", "--tier-wait", duration=0)
        self.assertEqual(out, "42\n")
        self.assertRegex(told, rf"(?s){MOVED.pattern}.*in 'run'")

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
            self.assertRegex(after[1], MOVED, function)
            self.assertRegex(moved[1], MOVED, function)
            for each in others:
                self.assertEqual(each, expected, function)

    def test_threads_move(self):
        for options in ((), ("--sandbox=strict",)):
            out, told, _ = self.run_it("--no-cache", *options, module=THREADS)
            self.assertEqual(out, "42\n")
            self.assertRegex(told, MOVED)
        out, told, _ = self.run_it("--no-cache", "--tier-wait", module=THREADS, duration=20)
        self.assertEqual(out, "42\n")
        self.assertRegex(told, MOVED)

    def test_preloaded_modules_move(self):
        (self.folder / "other.wat").write_text(
            '(module (import "env" "run" (func $run (param i32) (result i32)))'
            ' (func (export "run") (param i32) (result i32) (call $run (local.get 0))))')
        out, told, _ = self.run_it("--no-cache", "--preload", f"env={MOVING}", module=self.folder / "other.wat")
        self.assertEqual(out, "42\n")
        self.assertEqual(len(MOVED.findall(told)), 2, told)

    # --- Parts of the code ---

    def test_loop_moves_while_it_runs(self):
        for options in (("--sandbox=strict",), ("--sandbox=off",), ("--sandbox=strict", "--tier-stress")):
            out, told, _ = self.run_it("--no-cache", *options, function="loop", module=HOT, duration=1000)
            self.assertEqual(out, "42\n")
            parts = PART.findall(told)
            self.assertTrue([each for each in parts if each[1]], told)
            # That it goes on in this code is seen by the time that each round takes in test/unit/runtime.
            if "--tier-stress" in options:
                self.assertEqual(sum(int(each[0] or 0) for each in parts), 1, told)
                self.assertEqual(sum(int(each[1] or 0) for each in parts), 1, told)
                self.assertNotRegex(told, MOVED)

    def test_recursion_moves(self):
        for options in ((), ("--tier-stress",)):
            out, told, _ = self.run_it("--no-cache", *options, function="recurse", module=HOT, duration=500)
            self.assertEqual(out, "42\n")
            self.assertRegex(told, PART)

    def test_parts_come_before_the_whole(self):
        _, told, _ = self.run_it("--no-cache")
        self.assertRegex(told, rf"(?s){PART.pattern}.*{MOVED.pattern}")

    def test_small_steps_change_nothing(self):
        for function in ("run", "trap_after", "bounds_after", "throw_after", "overflow_after"):
            code = 0 if function == "run" else 134
            expected = self.run_it(function=function, duration=0, tier="baseline", code=code)
            for duration in (0, 100):
                out, told, err = self.run_it("--no-cache", "--tier-stress", function=function, duration=duration, code=code)
                self.assertEqual(out, expected[0])
                self.assertRegex(told, PART)
                self.assertNotRegex(told, MOVED)
                backtraces = [re.sub(r"#\d+|\d+ frames", "#", each) for each in (err, expected[2])] \
                    if function == "overflow_after" else [err, expected[2]]
                self.assertEqual(*backtraces)

    def test_threads_move_in_small_steps(self):
        for options in ((), ("--sandbox=strict",)):
            out, told, _ = self.run_it("--no-cache", "--tier-stress", *options, module=THREADS, duration=200)
            self.assertEqual(out, "42\n")
            self.assertRegex(told, PART)

    def test_full_pipe_stops_nobody(self):
        count = 7000  # a pipe holds 5461 requests
        functions = "".join(f"(func $f{each} (result i32) (i32.const 1))" for each in range(count))
        (self.folder / "many.wat").write_text(
            f"(module (type $one (func (result i32))) (table {count} funcref)"
            f" (elem (i32.const 0) func {' '.join(f'$f{each}' for each in range(count))}) {functions}"
            ' (func (export "run") (param i32) (result i32) (local $rounds i32) (local $i i32) (local $sum i64)'
            "  (loop $round (local.set $i (i32.const 0))"
            "   (loop $each"
            "    (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call_indirect (type $one) (local.get $i)))))"
            f"   (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {count}))))"
            "   (br_if $round (i32.lt_u (local.tee $rounds (i32.add (local.get $rounds) (i32.const 1))) (i32.const 10500))))"
            f" (if (i64.ne (local.get $sum) (i64.const {count * 10500})) (then unreachable)) (i32.const 42)))")
        process = self.start("--no-cache", module=self.folder / "many.wat")
        child = wait_for(lambda: children(process.pid))[0]
        self.assertTrue(wait_for(lambda: pathlib.Path(f"/proc/{child}/comm").read_text() == "wrt-background\n"))
        os.kill(child, signal.SIGSTOP)
        out, err = process.communicate(timeout=TIMEOUT * SLOW)
        self.assertEqual((out, process.returncode), ("42\n", 0), err)
        os.kill(child, signal.SIGCONT)
        self.assertTrue(wait_for(lambda: not exists(child)))

    def test_program_does_not_wait_for_a_compiler_that_dies(self):
        process = self.start("--no-cache", "--tier-stress", duration=LONG)
        child = wait_for(lambda: children(process.pid))[0]
        os.kill(child, signal.SIGKILL)
        start = time.monotonic()
        out, _ = process.communicate(timeout=TIMEOUT * SLOW)
        self.assertEqual((out, process.returncode), ("42\n", 0))
        self.assertLess(time.monotonic() - start, (LONG / 1000 + 10) * SLOW)

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
            self.assertRegex(told, MOVED)

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

    def test_code_is_finished_when_the_program_is_over(self):
        _, told, _ = self.run_it(duration=0)
        self.assertIn(STAYED, told)
        self.assertTrue(wait_for(self.entries))
        _, told, _ = self.run_it(duration=0)
        self.assertIn(FOUND, told)

    def test_one_process_at_a_time_works_for_the_cache_alone(self):
        self.cache.mkdir(mode=0o700)
        folder = os.open(self.cache, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        self.run_it(duration=0)
        time.sleep(SLOW)
        self.assertEqual(self.entries(), [])
        os.close(folder)
        self.run_it(duration=0)
        self.assertTrue(wait_for(self.entries))

    def test_who_works_for_the_cache_alone_is_idle(self):
        # So large that it is at work for a while.
        step = "(local.set 0 (f64.add (local.get 0) (f64.sqrt (local.get 0))))"
        many = f"(func (param f64) (result f64) {step * 500} (local.get 0))" * 300
        (self.folder / "many.wat").write_text(
            '(module (func (export "run") (param i32) (result i32) (local.set 0 (i32.mul (local.get 0) (i32.const 1000000)))'
            f" (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (i32.const 42)) {many})")
        process = self.start(module=self.folder / "many.wat")
        child = wait_for(lambda: children(process.pid))[0]
        process.communicate(timeout=TIMEOUT * SLOW)
        self.addCleanup(os.kill, child, signal.SIGKILL)
        self.assertTrue(wait_for(lambda: all(os.sched_getscheduler(int(each)) == os.SCHED_IDLE
                                             for each in os.listdir(f"/proc/{child}/task"))))
        self.assertTrue(exists(child))
        self.assertEqual(resource.prlimit(child, resource.RLIMIT_CPU), (300, 300))

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
        self.assertNotRegex(err, MOVED)

    # --- The cache ---

    def test_next_run_finds_the_code(self):
        _, told, _ = self.run_it()
        self.assertRegex(told, MOVED)
        self.assertEqual(len(list(self.cache.iterdir())), 1)
        for tier in (None, "auto", "llvm"):
            out, told, _ = self.run_it(duration=0, tier=tier)
            self.assertEqual(out, "42\n")
            self.assertIn(FOUND, told)

    def keep_parts(self):
        """A first run, which makes parts alone; returns how many it has published."""
        _, told, _ = self.run_it("--tier-stress", duration=0)
        self.assertNotRegex(told, MOVED)
        return len(PART.findall(told))

    def parts_found(self, told):
        return int(PARTS_FOUND.search(told)[1])

    def test_next_run_finds_parts(self):
        made = self.keep_parts()
        kept = len(list(self.cache.iterdir()))
        self.assertEqual(kept, min(made, MOST_PARTS))
        out, told, _ = self.run_it("--tier-stress", duration=0)
        self.assertEqual(out, "42\n")
        self.assertEqual(self.parts_found(told), kept)
        # What is there is not made anew.
        self.assertLess(len(PART.findall(told)), made)
        self.assertEqual(len(list(self.cache.iterdir())), min(kept + len(PART.findall(told)), MOST_PARTS))

    def test_found_parts_run_at_once(self):
        self.keep_parts()
        for options in ((), ("--sandbox=strict",)):
            expected = self.run_it(function="trap_after", duration=0, tier="baseline", code=134)
            _, told, err = self.run_it(*options, function="trap_after", duration=0, code=134)
            self.assertRegex(told, PARTS_FOUND)
            self.assertEqual(err, expected[2])

    def test_whole_replaces_parts(self):
        self.keep_parts()
        _, told, _ = self.run_it()
        self.assertRegex(told, PARTS_FOUND)
        self.assertRegex(told, MOVED)
        self.assertEqual(len(list(self.cache.iterdir())), 1)
        self.assertIn(FOUND, self.run_it(duration=0)[1])

    def test_damaged_part_is_removed(self):
        self.keep_parts()
        kept = len(list(self.cache.iterdir()))
        for damage in (lambda bytes: bytes[:len(bytes) // 2], lambda bytes: b"", lambda bytes: bytes[:64] + b"\xff" * (len(bytes) - 64)):
            for part in self.cache.iterdir():
                part.write_bytes(damage(part.read_bytes()))
            out, told, _ = self.run_it(duration=0)
            self.assertEqual(out, "42\n")
            self.assertIn(" is removed: ", told)
            # The next ones are behind a gap, and what is made now closes it.
            self.assertEqual(len(list(self.cache.iterdir())), kept - 1)
            self.run_it("--tier-stress", duration=0)
            shutil.rmtree(self.cache)
            self.keep_parts()

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
