#!/usr/bin/env python3
"""Tests that gdb shows the names of WebAssembly functions, wherever their machine code comes from.

    gdb.py --wrt build/release/bin/wrt [NAME…]

gdb runs wrt with a guest until it traps or comes to a breakpoint, and prints the backtrace.

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
import unittest

WRT = None
SECONDS = 60
GUEST = """
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "{data}")
  (func $innermost (param i32) (result i32) (i32.div_u (i32.const 7) (local.get 0)))
  (func $middle (param i32) (result i32) (i32.add (call $innermost (local.get 0)) (i32.const 1)))
  (func (export "_start") (drop (call $middle (i32.const {divisor})))))
"""
WAITING = r"""
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\01\00\00\00")
  (data (i32.const 16) "x")
  (func $waiting
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (loop $for_ever (br $for_ever)))
  (func (export "_start") (call $waiting)))
"""
# For code that is made while it runs. Every frame is found, from a function of the host's to that of wrt's start.
CALLING = """
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func $innermost (param i32) (result i32) (i32.add (call $yield) (i32.div_u (i32.const 7) (local.get 0))))
  (func $middle (param i32) (result i32) (i32.add (call $innermost (local.get 0)) (i32.const 1)))
  (func (export "_start") (drop (call $middle (i32.const 0)))))
"""
BELOW_HOST = re.compile(r"^#0 .*\bsched_yield.*\n(?:#.*\n)*?"
                        r"#\d+ .*\binnermost\.w1 \(.*\n#\d+ .*\bmiddle\.w2 \(.*\n#\d+ .*\bfunc\.w3 \(.*\n"
                        r"(?:#.*\n)*#\d+ .*\bmain \(", re.M)
AT_TRAP = re.compile(r"^#0 .*\binnermost\.w1 \(.*\n#1 .*\bmiddle\.w2 \(.*\n#2 .*\bfunc\.w3 \(.*\n"
                     r"(?:#.*\n)*#\d+ .*\bmain \(", re.M)
FRAMES = re.compile(r"^#0 .*\binnermost\.w0 \(.*\n#1 .*\bmiddle\.w1 \(.*\n#2 .*\bfunc\.w2 \(", re.M)


class GdbTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-gdb-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.cache = self.folder / "cache"
        self.guest = self.write_guest("guest.wat")

    def write_guest(self, name, data="", divisor=0):
        path = self.folder / name
        path.write_text(GUEST.format(data=data, divisor=divisor))
        return path

    def wrt(self, *arguments):
        subprocess.run([WRT, *arguments], env=self.environment(), timeout=SECONDS, check=True)

    def environment(self):
        plain = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
        return {**plain, "WRT_CACHE_DIR": str(self.cache), "DEBUGINFOD_URLS": ""}

    def gdb(self, *arguments):
        """What gdb prints."""
        words = ["gdb", "-nx", "-batch", *arguments]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, env=self.environment(), start_new_session=True)
        try:
            return process.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return self.fail(f"gdb does not come to an end: {process.communicate()[0]}")

    def assert_names(self, *command, until=(), in_files=True):
        """Runs a command in gdb; it stops in the innermost function, and its frames have their names."""
        if not in_files:
            self.assertRegex(self.gdb(*until, "-ex", "run", "-ex", "backtrace", "--args", *map(str, command)), FRAMES)
            return
        # As if gdb had come later: it forgets what it has read, and opens all files again. (What wrt has told it of is
        # not told again: for such code there is test_gdb_that_comes_later.)
        again = ["-ex", "nosharedlibrary", "-ex", "echo again\\n", "-ex", "sharedlibrary", "-ex", "backtrace"]
        run = ["-ex", "run", "-ex", "backtrace"]
        out = self.gdb(*until, *run, *again, "--args", *map(str, command))
        at_first, separator, later = out.partition("again\n")
        self.assertTrue(separator, out)
        self.assertRegex(at_first, FRAMES)
        self.assertRegex(later, FRAMES)

    def test_artefact(self):
        self.wrt("compile", self.guest, "-o", self.folder / "guest.so")
        self.assert_names(WRT, "run", self.folder / "guest.so")

    def test_code_that_goes_to_the_cache_and_comes_from_it(self):
        for options in (["--tier=llvm"], ["--tier=llvm"], []):
            self.assert_names(WRT, "run", *options, self.guest)
            self.assertEqual(len(list(self.cache.glob("*.so"))), 1)

    def test_code_from_a_cache_whose_path_can_change(self):
        self.cache = self.folder / "open" / "cache"
        self.cache.parent.mkdir()
        self.cache.parent.chmod(0o777)
        for options in (["--tier=llvm"], ["--tier=llvm"], []):
            self.assert_names(WRT, "run", *options, self.guest)

    def test_code_in_memory_only(self):
        self.assert_names(WRT, "run", "--tier=llvm", "--no-cache", self.guest)

    def test_code_in_memory_with_a_large_image(self):
        self.assert_names(WRT, "run", "--tier=llvm", "--no-cache", self.write_guest("large.wat", data="x" * 60000))

    def test_second_module(self):
        first = self.write_guest("first.wat", divisor=1)
        arguments = ["--no-cache", "--preload", f"first={first}", self.guest]
        self.assert_names(WRT, "run", "--tier=llvm", *arguments)
        self.assert_names(WRT, "run", *arguments, in_files=False)

    def test_standalone_program(self):
        self.wrt("compile", "--emit", "exe", self.guest, "-o", self.folder / "program")
        self.assert_names(self.folder / "program")

    def test_breakpoint(self):
        until = ("-ex", "set breakpoint pending on", "-ex", "break 'innermost.w0'")
        guest = self.write_guest("fine.wat", divisor=1)
        for options in ((), ("--no-cache",)):
            self.assert_names(WRT, "run", "--tier=llvm", "-O0", *options, guest, until=until)

    # --- Code that is made while it runs ---

    def assert_names_of_made_code(self, *options):
        guest = self.folder / "calling.wat"
        guest.write_text(CALLING)
        out = self.gdb("-ex", "break wrt::wasi::sched_yield", "-ex", "run", "-ex", "backtrace", "-ex", "echo then\\n",
                       "-ex", "continue", "-ex", "backtrace", "--args", WRT, "run", "--no-cache", *options, guest)
        at_first, separator, later = out.partition("then\n")
        self.assertTrue(separator, out)
        self.assertRegex(at_first, BELOW_HOST)
        self.assertRegex(later, AT_TRAP)

    def test_functions_made_at_their_first_call(self):
        for tier in ((), ("--tier=baseline",)):
            for options in ((), ("--sandbox=strict",)):
                self.assert_names_of_made_code(*tier, *options)
        self.assert_names(WRT, "run", self.guest, in_files=False)

    def test_breakpoint_of_the_processor(self):
        guest = self.write_guest("fine.wat", divisor=1)
        until = ("-ex", "set breakpoint pending on", "-ex", "hbreak 'innermost.w0'")
        self.assert_names(WRT, "run", "--no-cache", guest, until=until, in_files=False)

    def test_functions_made_before_the_start(self):
        self.assert_names_of_made_code("--tier=baseline", "--eager")

    def test_functions_that_move_to_other_code(self):
        for options in ((), ("--sandbox=strict",)):
            self.assert_names_of_made_code("--tier-wait", *options)

    def test_gdb_that_comes_later(self):
        guest = self.folder / "waiting.wat"
        guest.write_text(WAITING)
        for options in (["--tier=baseline"], []):
            process = subprocess.Popen([WRT, "run", "--no-cache", *options, guest], stdout=subprocess.PIPE,
                                       env={**self.environment(), "WRT_GDB": "1"})
            self.addCleanup(process.communicate)
            self.addCleanup(process.kill)
            self.assertEqual(process.stdout.read(1), b"x")
            self.assertRegex(self.gdb("-ex", "backtrace", "-p", str(process.pid)), r"\bwaiting\.w1 \(", options)


def main():
    global WRT
    parser = argparse.ArgumentParser(description="Tests what gdb shows of guests.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="tests, as GdbTest.test_…; all if none is given")
    options = parser.parse_args()
    WRT = options.wrt.resolve()
    unittest.main(argv=[sys.argv[0], *options.names], verbosity=1)


if __name__ == "__main__":
    main()
