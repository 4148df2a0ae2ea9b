#!/usr/bin/env python3
"""Tests of `wrt compile` on large modules: the line that shows how far it is, what -v tells, and equal bytes.

    run.py --wrt build/release/bin/wrt [--sanitizer] --guests FOLDER [NAME…]

FOLDER holds the sightglass guests. The line appears on a terminal after a second; the tests give wrt a pseudo-terminal
and one core, so that SQLite takes it several seconds, and look at what the screen then shows.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

WRT = None
GUESTS = None
SLOW = 1  # a sanitizer's factor
LINE = re.compile(r"wrt: compiling: (\d+) of (\d+) functions, (\d+) %, (\d+) s(?:, about (?:\d+ min )?\d+ s left)?")
CLEARED = "\r\x1b[K"


def use_one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def environment(**settings):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WRT_")}
    return {**plain, "WRT_CACHE_SIZE": "0", **settings}


def screen(output):
    """The lines that a terminal shows after `output`: text, line ends, returns and cleared rests of lines."""
    lines, column = [""], 0
    for token in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|.", output, re.S):
        if token == "\n":
            lines.append("")
            column = 0
        elif token == "\r":
            column = 0
        elif token == "\x1b[K":
            lines[-1] = lines[-1][:column]
        elif token.startswith("\x1b"):
            assert token.endswith("m"), f"a control sequence that nobody expects: {token!r}"
        else:
            lines[-1] = lines[-1][:column].ljust(column) + token + lines[-1][column + 1 :]
            column += 1
    return lines


class OnTerminal:
    """A command on a pseudo-terminal of its own, on one core."""

    def __init__(self, *command, columns=80, **settings):
        self.output = ""
        self.deadline = time.monotonic() + 100 * SLOW
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            use_one_core()
            os.execve(command[0], [str(each) for each in command], environment(**{"TERM": "xterm", **settings}))

    def read(self, until=None, seconds=None):
        """Reads until the output matches, the command ends (then True is returned) or the time is over."""
        deadline = self.deadline if seconds is None else time.monotonic() + seconds
        while until is None or not re.search(until, self.output):
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                assert seconds is not None, f"nothing more came: {self.output!r}"
                return False
            try:
                self.output += os.read(self.terminal, 65536).decode()
            except OSError:  # EIO: the other end is closed
                return True
        return False

    def end(self, key=None, number=None):
        """Presses a key or sends a signal, and waits for the end; returns its status as subprocess does."""
        if key is not None:
            os.write(self.terminal, key)
        if number is not None:
            os.kill(self.pid, number)
        self.read()
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class CompileTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-compile-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.sqlite = GUESTS / "sqlite3/sqlite3.wasm"

    def compile(self, *arguments, **options):
        done = subprocess.run([WRT, "compile", *arguments], capture_output=True, text=True, env=environment(),
                              timeout=300 * SLOW, check=True, **options)
        return done.stderr

    # --- The line ---

    def test_line_counts_functions_up_and_is_gone_at_the_end(self):
        out = self.folder / "out.so"
        start = time.monotonic()
        command = OnTerminal(WRT, "compile", "-O3", self.sqlite, "-o", out)
        command.read(until="wrt")
        self.assertGreater(time.monotonic() - start, 1)
        self.assertEqual(command.end(), 0)
        self.assertTrue(out.exists())
        self.assertEqual(screen(command.output), [""])
        self.assertTrue(command.output.endswith(CLEARED), command.output[-100:])
        drawn = [LINE.fullmatch(each) for each in re.split(r"\r|\x1b\[K", command.output) if each]
        self.assertNotIn(None, drawn, command.output)
        self.assertGreater(len(drawn), 5)
        numbers = [tuple(map(int, each.groups())) for each in drawn]
        for done, total, percent, _ in numbers:
            self.assertLessEqual(done, total)
            self.assertLessEqual(percent, 100)
        for column in (0, 2, 3):
            values = [each[column] for each in numbers]
            self.assertEqual(values, sorted(values))
            self.assertGreater(values[-1], values[0])
        functions = re.search(r"(\d+) functions", self.compile("-v", "-O0", self.sqlite, "-o", out))[1]
        self.assertEqual({each[1] for each in numbers}, {int(functions)})
        self.assertIn("left", command.output)

    def test_line_is_gone_before_an_error(self):
        bad = self.folder / "bad.wasm"
        module = bytearray(self.sqlite.read_bytes())
        found = subprocess.run([WRT, "inspect", self.sqlite], capture_output=True, text=True, check=True).stdout
        end = int(re.search(r"(0x[0-9a-f]+) +.* data ", found)[1], 16)  # of the code section
        self.assertEqual(module[end - 4 : end], b"\x1a\x10\x09\x0b", "the last body ends with drop, call 9, end")
        module[end - 4] = 0x01  # nop
        bad.write_bytes(module)
        command = OnTerminal(WRT, "compile", "-O3", bad, "-o", self.folder / "out.so", NO_COLOR="1", columns=300)
        self.assertEqual(command.end(), 1)
        self.assertRegex(command.output, LINE)
        shown = screen(command.output)
        self.assertEqual(len(shown), 2, shown)
        self.assertRegex(shown[0], rf"^wrt: {bad}:0x[0-9a-f]+: ")

    def test_line_is_gone_after_an_interruption(self):
        for action, status in (({"key": b"\x03"}, -signal.SIGINT), ({"number": signal.SIGTERM}, -signal.SIGTERM)):
            out = self.folder / "out.so"
            command = OnTerminal(WRT, "compile", "-O3", self.sqlite, "-o", out)
            command.read(until=LINE)
            self.assertEqual(command.end(**action), status)
            self.assertEqual(screen(command.output), [""])
            self.assertFalse(out.exists())

    def test_line_leaves_the_terminal_to_the_shell(self):
        shell = OnTerminal("/bin/bash", "--norc", "--noprofile", "--noediting", "-i", PS1="", columns=300)
        os.write(shell.terminal, f"{WRT} compile -O3 {self.sqlite} -o {self.folder}/out.so\n".encode())
        shell.read(until=LINE)
        os.write(shell.terminal, b"\x1a")  # Ctrl-Z
        shell.read(until="Stopped.*\n")
        self.assertFalse([each for each in screen(shell.output) if "compiling:" in each])
        shell.output = ""
        os.write(shell.terminal, b"bg\n")
        shell.read(seconds=1)
        self.assertNotIn("compiling:", shell.output)
        os.write(shell.terminal, b"fg\n")
        shell.read(until=LINE)
        os.write(shell.terminal, b"\x03")
        shell.read(seconds=0.2)
        self.assertFalse([each for each in screen(shell.output) if "compiling:" in each])
        shell.end(key=b"exit\n")

    def test_line_fits_the_terminal(self):
        for columns, form in ((60, LINE), (40, r"wrt: \d+ of \d+ functions, \d+ %"), (12, r"\d+ %")):
            command = OnTerminal(WRT, "compile", "-O3", self.sqlite, "-o", self.folder / "out.so", columns=columns)
            command.read(until=rf"{form if isinstance(form, str) else form.pattern}\x1b\[K")
            command.read(seconds=0.5)
            self.assertEqual(command.end(number=signal.SIGTERM), -signal.SIGTERM)
            for each in re.split(r"\r|\x1b\[K", command.output):
                self.assertLess(len(each), columns)
                self.assertRegex(each, f"^({form if isinstance(form, str) else form.pattern})?$")

    def test_run_that_compiles_shows_the_line(self):
        command = OnTerminal(WRT, "run", "--tier=llvm", "-O3", "--unknown-imports=zero", self.sqlite)
        command.read(until=LINE)
        self.assertEqual(command.end(key=b"\x03"), -signal.SIGINT)
        self.assertEqual(screen(command.output), [""])

    def test_log_stands_alone(self):
        command = OnTerminal(WRT, "compile", "-v", self.sqlite, "-o", self.folder / "out.so", columns=300)
        self.assertEqual(command.end(), 0)
        self.assertRegex(command.output, LINE)
        for each in screen(command.output)[:-1]:
            self.assertRegex(each, r"^wrt: \[info\] ")

    def test_dumb_terminal_and_pipe_get_nothing(self):
        out = self.folder / "out.so"
        command = OnTerminal(WRT, "compile", "-O3", self.sqlite, "-o", out, TERM="dumb")
        self.assertFalse(command.read(until=".", seconds=2))
        self.assertEqual(command.end(number=signal.SIGTERM), -signal.SIGTERM)
        self.assertEqual(command.output, "")
        start = time.monotonic()
        self.assertEqual(self.compile("-O3", self.sqlite, "-o", out, preexec_fn=use_one_core), "")
        self.assertGreater(time.monotonic() - start, 1)

    # --- What -v tells ---

    def test_slowest_functions(self):
        guest = GUESTS / "bz2/benchmark.wasm"
        told = self.compile("-v", guest, "-o", self.folder / "out.so")
        rows = re.findall(r"^wrt: \[info\] +([0-9.]+) ms +(\d+)  (\S+) \(func (\d+)\)$", told, re.M)
        self.assertEqual(len(rows), 10, told)
        times = [float(each[0]) for each in rows]
        self.assertEqual(times, sorted(times, reverse=True))
        total = float(re.search(r"([0-9.]+) ms CPU", told)[1])
        self.assertLess(sum(times), total)
        self.assertGreater(sum(times), 0.4 * total)  # its largest functions are most of its code
        self.assertIn("BZ2_decompress", {each[2] for each in rows[:3]})
        _, size, _, index = rows[0]
        shown = subprocess.run([WRT, "inspect", "--func", index, guest], capture_output=True, text=True, check=True).stdout
        self.assertRegex(shown, rf"\(func .*\(;{index};\).* {size} bytes at ")

    def test_memory(self):
        told = self.compile("-v", GUESTS / "noop/benchmark.wasm", "-o", self.folder / "out.so")
        self.assertGreater(float(re.search(r"memory +([0-9.]+) MiB at most", told)[1]), 5)

    # --- Equal bytes ---

    @unittest.skipIf(len(os.sched_getaffinity(0)) == 1, "not run: this machine has one core")
    def test_bytes_do_not_depend_on_cores(self):
        guest = GUESTS / "pulldown-cmark/benchmark.wasm"
        one, all_cores = self.folder / "one.so", self.folder / "all.so"
        self.compile(guest, "-o", one, preexec_fn=use_one_core)
        self.compile(guest, "-o", all_cores)
        self.assertEqual(one.read_bytes(), all_cores.read_bytes())


def main():
    global WRT, GUESTS, SLOW
    parser = argparse.ArgumentParser(description="Tests the compilation of large modules.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--guests", required=True, type=pathlib.Path)
    parser.add_argument("--sanitizer", action="store_true", help="allow for a sanitizer's time")
    parser.add_argument("names", nargs="*", help="tests, as CompileTest.test_…; all if none is given")
    options = parser.parse_args()
    WRT = options.wrt.resolve()
    GUESTS = options.guests.resolve()
    SLOW = 5 if options.sanitizer else 1
    unittest.main(argv=[sys.argv[0], *options.names], verbosity=1)


if __name__ == "__main__":
    main()
