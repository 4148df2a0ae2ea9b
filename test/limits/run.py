#!/usr/bin/env python3
"""Every limit of `wrt run`, exceeded wherever a guest can exceed it: in a tight loop, in a host call, in the start function,
in a call that waits.

    run.py --wrt build/release/bin/wrt [--keep FOLDER]

The table ROWS is the test: each row is a module, the limit, and the trap that must come, with exit code 134 and nothing on
stdout, in LLVM's code at -O0 and -O2, in the baseline tier, and in what wrt does if no tier is given. A row whose limit were not there would run for ever, or end otherwise: each one that ends without the
limit is run without it as well, and must then exit with 0. What a program has written when its fuel is gone must be the same
at every level of optimisation, and so must the fuel that a program used.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

# LLVM's code. The other tiers' code counts no instructions.
LEVELS = ["-O0", "-O2"]
# By a name for files: the options.
TIERS = {**{level: ["--tier=llvm", level] for level in LEVELS}, "-baseline": ["--tier=baseline"], "-default": []}
# Seconds until a run counts as hanging: many times what the slowest one takes on a busy machine.
HANGING = 60
TIMEOUT = ["--timeout", "200ms"]

WASI = "wasi_snapshot_preview1"
SIZES = f'(import "{WASI}" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))'
POLL = f'(import "{WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))'
READ = f'(import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))'
WRITE = f'(import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))'
EXIT = f'(import "{WASI}" "proc_exit" (func $exit (param i32)))'
OPEN = f'(import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))'

# An hour on the monotonic clock.
POLL_AN_HOUR = """(i32.store (i32.const 16) (i32.const 1)) (i64.store (i32.const 24) (i64.const 3600000000000))
  (drop (call $poll (i32.const 0) (i32.const 104) (i32.const 1) (i32.const 200)))"""
# Standard input, from which nothing comes.
POLL_STDIN = """(i32.store8 (i32.const 8) (i32.const 1)) (i32.store (i32.const 16) (i32.const 0))
  (drop (call $poll (i32.const 0) (i32.const 104) (i32.const 1) (i32.const 200)))"""
READ_STDIN = """(i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 100))
  (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 200)))"""
# To standard output, into which nobody takes it.
WRITE_STDOUT = """(i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 60000))
  (loop (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) (br 0))"""
OPEN_FOLDER = """(call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 1)
  (i32.const 2) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 200))"""
# Opens "." until there is an errno, and exits with how often that went well; or with 100 if the errno is not mfile.
OPEN_UNTIL_ERROR = f"""(i32.store8 (i32.const 16) (i32.const 46))
  (loop (if (i32.eqz (local.tee $errno {OPEN_FOLDER}))
    (then (local.set $count (i32.add (local.get $count) (i32.const 1))) (br 1))))
  (call $exit (select (local.get $count) (i32.const 100) (i32.eq (local.get $errno) (i32.const 33))))"""


def module(imports, body, *, start=False, memory='(memory (export "memory") 1)', other="", locals_=""):
    """A program that runs `body` in `_start`, or in its start function."""
    work = f"(func $work {locals_} {body})"
    entry = '(start $work) (func (export "_start"))' if start else '(export "_start" (func $work))'
    return f"(module {imports} {memory} {other} {work} {entry})"


@dataclasses.dataclass
class Row:
    name: str
    text: str
    limit: list
    trap: str  # if `code` is 134
    # Whether the program ends by itself, with exit code 0, where it has no limit.
    ends: bool = False
    code: int = 134
    preload: str = ""  # a module that is called "other"
    options: list = dataclasses.field(default_factory=list)


TIME = "time limit exceeded"
FUEL = "fuel exhausted"
MEMORY = "memory limit exceeded"
TABLE = "table limit exceeded"
STACK = "call stack exhausted"

FOREVER = "(loop (br 0))"
GROW_MEMORY = "(loop (br_if 0 (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))"
GROW_TABLE = "(loop (br_if 0 (i32.ne (table.grow (ref.null func) (i32.const 999)) (i32.const -1))))"
# Its own maximum ends the growing where there is no limit.
A_TABLE = "(table 10 200000 funcref)"


def grow_between_calls(grow):
    return f"(loop (drop (call $sizes (i32.const 0) (i32.const 4))) (br_if 0 (i32.ne {grow} (i32.const -1))))"


def rows():
    for place, start in [("_start", False), ("start function", True)]:
        yield Row(f"time: tight loop, {place}", module("", FOREVER, start=start), TIMEOUT, TIME)
        yield Row(f"time: loop of host calls, {place}",
                  module(SIZES, "(loop (drop (call $sizes (i32.const 0) (i32.const 4))) (br 0))", start=start), TIMEOUT, TIME)
        yield Row(f"time: poll_oneoff of a clock, {place}", module(POLL, POLL_AN_HOUR, start=start), TIMEOUT, TIME)
        yield Row(f"time: poll_oneoff of a pipe, {place}", module(POLL, POLL_STDIN, start=start), TIMEOUT, TIME)
        yield Row(f"time: fd_read of a pipe, {place}", module(READ, READ_STDIN, start=start), TIMEOUT, TIME)
        yield Row(f"time: atomic wait, {place}",
                  module("", "(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))", start=start,
                         memory='(memory (export "memory") 1 1 shared)'), TIMEOUT, TIME)

        yield Row(f"fuel: tight loop, {place}", module("", FOREVER, start=start), ["--fuel", "100000"], FUEL)
        yield Row(f"fuel: loop of host calls, {place}",
                  module(SIZES, "(loop (drop (call $sizes (i32.const 0) (i32.const 4))) (br 0))", start=start), ["--fuel", "100000"], FUEL)
        yield Row(f"fuel: none at all, {place}", module("", "(drop (i32.const 1))", start=start), ["--fuel", "0"], FUEL,
                  ends=True)

        yield Row(f"memory: tight loop, {place}", module("", GROW_MEMORY, start=start), ["--max-memory", "10M"], MEMORY,
                  ends=True)
        yield Row(f"memory: between host calls, {place}",
                  module(SIZES, grow_between_calls("(memory.grow (i32.const 64))"), start=start),
                  ["--max-memory", "10M"], MEMORY, ends=True)
        yield Row(f"memory: in another instance, {place}",
                  module('(import "other" "grow" (func $grow (result i32)))',
                         "(loop (br_if 0 (i32.ne (call $grow) (i32.const -1))))", start=start),
                  ["--max-memory", "1M"], MEMORY, ends=True,
                  preload='(module (memory 1) (func (export "grow") (result i32) (memory.grow (i32.const 100))))')
        yield Row(f"table: tight loop, {place}", module("", GROW_TABLE, start=start, other=A_TABLE),
                  ["--max-table", "100000"], TABLE, ends=True)
        yield Row(f"table: between host calls, {place}",
                  module(SIZES, grow_between_calls("(table.grow (ref.null func) (i32.const 999))"), start=start,
                         other=A_TABLE), ["--max-table", "100000"], TABLE, ends=True)

        yield Row(f"stack: recursion, {place}", module("", "(call $work) (call $work)", start=start),
                  ["--max-stack", "2M"], STACK)
        yield Row(f"stack: recursion around a host call, {place}",
                  module(SIZES, "(drop (call $sizes (i32.const 0) (i32.const 4))) (call $work) (call $work)", start=start),
                  ["--max-stack", "2M"], STACK)
        yield Row(f"open files: path_open, {place}",
                  module(OPEN + EXIT, OPEN_UNTIL_ERROR, start=start, locals_="(local $errno i32) (local $count i32)"),
                  ["--max-open-files", "20"], "", code=16, options=["--dir", "."])  # four are open
    yield from more_of_time()
    yield from what_modules_declare()


def more_of_time():
    """Ways to go on for ever that are not a loop with nothing in it."""
    bodies = {
        "recursion by tail calls": ("", "(return_call $work)", {}),
        "calls through a table": ("", "(loop (call_indirect (i32.const 0)) (br 0))",
                                  {"other": "(table 1 funcref) (elem (i32.const 0) $nothing) (func $nothing)"}),
        "memory.fill": ("", "(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br 0))", {}),
        "memory.grow by nothing": ("", "(loop (drop (memory.grow (i32.const 0))) (br 0))", {}),
        "loads and stores": ("", "(loop (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1))) (br 0))",
                             {}),
        "garbage": ("", "(loop (global.set $g (struct.new $s (global.get $g))) (global.set $g (ref.null $s)) (br 0))",
                    {"other": "(type $s (struct (field (ref null $s)))) (global $g (mut (ref null $s)) (ref.null $s))"}),
        "exceptions": ("", "(loop $again (block $caught (try_table (catch $t $caught) (call $thrower))) (br $again))",
                       {"other": "(tag $t) (func $thrower (throw $t))"}),
        "exceptions that are thrown on": (
            "", """(loop $again (drop (block $outer (result exnref) (try_table (catch_all_ref $outer)
              (throw_ref (block $inner (result exnref) (try_table (catch_all_ref $inner) (call $thrower)) (unreachable))))
              (unreachable))) (br $again))""", {"other": "(tag $t) (func $thrower (throw $t))"}),
        "atomic wait with a time": ("", """(loop (drop (memory.atomic.wait64 (i32.const 0) (i64.const 0)
                                    (i64.const 3600000000000))) (br 0))""",
                                    {"memory": '(memory (export "memory") 1 1 shared)'}),
        "a full pipe": (WRITE, WRITE_STDOUT, {}),
    }
    for name, (imports, body, extras) in bodies.items():
        yield Row(f"time: {name}", module(imports, body, **extras), TIMEOUT, TIME)
    yield Row("time: loop of a preloaded module",
              module('(import "other" "loop" (func $loop))', "(call $loop)"), TIMEOUT, TIME,
              preload=f'(module (func (export "loop") {FOREVER}))')
    yield Row("time: two threads", """(module (import "env" "memory" (memory 1 1 shared))
      (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32))) (export "memory" (memory 0))
      (func (export "wasi_thread_start") (param i32 i32) (loop (br 0)))
      (func (export "_start") (drop (call $spawn (i32.const 0)))
        (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))))""", TIMEOUT, TIME)
    yield Row("time: precise traps", module("", FOREVER), ["--precise-traps", *TIMEOUT], TIME)


def what_modules_declare():
    one = '(module (memory 10) (table 10 funcref) (func (export "f")))'
    yield Row("memory: minimum", module("", "", memory="(memory 17)"), ["--max-memory", "1M"], MEMORY, ends=True)
    yield Row("memory: minima together", module("", "", memory="(memory 9) (memory 8)"), ["--max-memory", "1M"], MEMORY,
              ends=True)
    yield Row("memory: minima of two modules", module("", "", memory="(memory 10)"), ["--max-memory", "1M"], MEMORY,
              ends=True, preload=one)
    yield Row("memory: far too much", module("", "", memory="(memory i64 0x7fffffff)"), ["--max-memory", "1M"], MEMORY)
    yield Row("table: minimum", module("", "", other="(table 1001 funcref)"), ["--max-table", "1000"], TABLE, ends=True)
    yield Row("table: minima of two modules", module("", "", other="(table 995 funcref)"), ["--max-table", "1000"],
              TABLE, ends=True, preload=one)
    yield Row("instances: none", module("", ""), ["--max-instances", "0"], "instance limit exceeded", ends=True)
    yield Row("instances: one beside a preloaded one", module("", "", start=True), ["--max-instances", "1"],
              "instance limit exceeded", ends=True, preload=one)


class Failure(Exception):
    pass


def run(command, folder):
    """The finished process, whose standard input and output are pipes at which nobody is, but for up to 64 KiB."""
    stdin, writer = os.pipe()
    try:
        # Output is read only at the end.
        with subprocess.Popen(command, cwd=folder, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True) as process:
            try:
                process.wait(HANGING)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Failure(f"hangs: {' '.join(map(str, command))}") from None
            stdout, stderr = process.stdout.read(), process.stderr.read()
            return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)
    finally:
        os.close(stdin)
        os.close(writer)


def check(row, number, level, wrt, folder):
    # Of its own for each level: both run at once, and a file must not be written while wrt reads it.
    path = folder / f"row{number}{level}.wat"
    path.write_text(row.text)
    command = [wrt, "run", *TIERS[level], *row.options]
    if row.preload:
        other = folder / f"other{number}{level}.wat"
        other.write_text(row.preload)
        command += ["--preload", f"other={other.name}"]
    done = run([*command, *row.limit, path.name], folder)
    first = done.stderr.splitlines()[0] if done.stderr else ""
    expected = f"trap: {row.trap}"
    if done.returncode != row.code or (row.code == 134 and not first.endswith(expected)):
        raise Failure(f"exit code {done.returncode}, {first!r}; expected {row.code}, {expected!r}")
    if row.ends:
        done = run([*command, path.name], folder)
        if done.returncode != 0:
            raise Failure(f"without the limit: exit code {done.returncode}, {done.stderr.strip()!r}")


# Prints "x" in a loop that also computes, calls, and goes through memory. What it costs must be known to nobody but wrt.
COUNTER = module(WRITE, """
  (i32.store8 (i32.const 100) (i32.const 120)) (i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 1))
  (loop $again
    (local.set $i (i32.const 100))
    (loop $inner
      (i32.store (i32.const 200) (i32.add (i32.load (i32.const 200)) (local.get $i)))
      (if (i32.and (local.get $i) (i32.const 1)) (then (call $sub (local.get $i))) (else (nop)))
      (br_if $inner (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (block $caught (try_table (catch $t $caught) (call $throw)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (br_if $again (i32.lt_u (local.get $n) (i32.const 50))))""",
                 locals_="(local $i i32) (local $n i32)",
                 other="""(tag $t) (func $throw (throw $t))
  (func $sub (param i32) (block (block (br_table 0 1 0 (local.get 0))) (return)))""")


def check_same_count(wrt, folder):
    """With the same fuel a program gets equally far at every level, and what it used without a limit is the same."""
    path = folder / "counter.wat"
    path.write_text(COUNTER)
    for fuel in [0, 1, 10, 100, 1000, 5000, 20000, 35000, None]:
        results = set()
        for level in ["-O0", "-O1", "-O2", "-O3", "-Os"]:
            limit = ["--meter"] if fuel is None else ["--fuel", str(fuel)]
            done = run([wrt, "run", "-v", level, *limit, path.name], folder)
            used = re.findall(r"fuel +(\d+)", done.stderr)
            if len(used) != 1:
                raise Failure(f"fuel {fuel}, {level}: no count in {done.stderr!r}")
            results.add((done.returncode, done.stdout, used[0]))
        if len(results) != 1:
            raise Failure(f"fuel {fuel}: different at different levels: {sorted(results)}")
        code, printed, used = results.pop()
        if fuel is not None and not int(used) <= fuel:
            raise Failure(f"fuel {fuel}: {used} used")
        if (code, printed) != ((0, "x" * 50) if fuel is None else (134, printed)):
            raise Failure(f"fuel {fuel}: exit code {code}, {printed!r}")
        if fuel == 20000 and not 0 < len(printed) < 50:
            raise Failure(f"fuel {fuel}: {len(printed)} of 50 rounds; the test is meant to stop in the middle")


def check_exact_count(wrt, folder):
    """As many instructions as are executed, counted by hand."""
    path = folder / "exact.wat"
    # 3 + 10 × 5 + 1: local.set and its operand; each round local.get, i32.const, i32.sub, local.tee, br_if; nop.
    path.write_text(module("", """(local.set $i (i32.const 10)) nop
      (loop (br_if 0 (local.tee $i (i32.sub (local.get $i) (i32.const 1))))) nop""", locals_="(local $i i32)"))
    for level in LEVELS:
        for fuel, code in [(54, 0), (53, 134)]:
            done = run([wrt, "run", level, "--fuel", str(fuel), path.name], folder)
            if done.returncode != code:
                raise Failure(f"{level}: exit code {done.returncode} with fuel {fuel}, expected {code}")


def check_code_without_count(wrt, folder):
    """Code that was compiled without --meter is refused where there is a limit, and with it obeys the limit."""
    (folder / "forever.wat").write_text(module("", FOREVER))
    for options, code, message in [([], 1, "its code does not count instructions"), (["--meter"], 134, FUEL)]:
        subprocess.run([wrt, "compile", *options, "forever.wat", "-o", "forever.so"], cwd=folder, check=True)
        done = run([wrt, "run", "--fuel", "1000", "forever.so"], folder)
        if done.returncode != code or message not in done.stderr:
            raise Failure(f"compiled with {options}: exit code {done.returncode}, {done.stderr!r}")


def check_scripts(wrt, folder):
    """`wrt wast`: a script's time is over for its threads as well, and the next script has its own."""
    forever = '(module (func (export "f") (loop (br 0))) (func (export "g")))'
    (folder / "a.wast").write_text(f"""(thread $t {forever} (assert_trap (invoke "f") "{TIME}"))
      {forever} (assert_trap (invoke "f") "{TIME}") (assert_trap (invoke "g") "{TIME}") (wait $t)""")
    (folder / "b.wast").write_text('(module (func (export "g"))) (assert_return (invoke "g"))')
    done = run([wrt, "wast", "-j1", "--timeout", "3s", "a.wast", "b.wast"], folder)
    if done.returncode != 0:
        raise Failure(f"exit code {done.returncode}: {done.stdout}{done.stderr}")


def checks(wrt, folder):
    for number, row in enumerate(rows()):
        for level in LEVELS if "--fuel" in row.limit else TIERS:
            yield f"{row.name} ({level})", lambda row=row, number=number, level=level: check(row, number, level, wrt,
                                                                                            folder)
    for function in [check_same_count, check_exact_count, check_code_without_count, check_scripts]:
        yield function.__name__, lambda function=function: function(wrt, folder)


def main():
    parser = argparse.ArgumentParser(description="Exceeds every limit of wrt run, everywhere.")
    parser.add_argument("--wrt", required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--sanitizer", action="store_true", help="wrt was built with one; there is no difference here")
    parser.add_argument("--keep", type=pathlib.Path, help="leave the modules in this folder")
    options = parser.parse_args()
    start = time.monotonic()
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            all_checks = [(name, pool.submit(function)) for name, function in checks(options.wrt, folder)]
            for name, future in all_checks:
                try:
                    future.result()
                except Failure as failure:
                    failures += 1
                    print(f"FAILED {name}: {failure}")
    print(f"{len(all_checks)} checks, {failures} failed, in {time.monotonic() - start:.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
