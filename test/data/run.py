#!/usr/bin/env python3
"""Runs data tests: files that hold a module, the commands to run on it, and what those must print.

    run.py --wrt build/release/bin/wrt [-j N] [--tier TIER] [--bless] [--keep] [--sanitizer] FILE-OR-FOLDER…

A test is a .wat file (compiled by wabt's wat2wasm), a .c or .cc file (compiled by clang-19 to wasm32-wasi), a .py file
(a generator that writes the bytes of a module to stdout) or a .wast file (a script, which has no %wasm). Its comments
hold directives, shown here as in a .wat:

    ;; RUN: wrt run %wasm 1 2       a command; several are allowed and share one temporary folder, which is their cwd
    ;; EXIT: 134                    its exit code (0 when not given); a death by signal always fails
    ;; STDOUT: first line           what it prints, a line each; or STDOUT: alone, and then the lines as comments
    ;; STDERR: {{.*}}: bad magic    {{…}} is a regular expression; a line {{...}} stands for any number of lines
    ;; STDIN: text                  what it reads, as STDOUT
    ;; ENV: NAME=VALUE              added to the environment, in which WRT_CACHE_SIZE is 0: nothing is cached
    ;; TIMEOUT: 5                   seconds (20 when not given)
    ;; MAX-RSS-MB: 100              the most memory that it may ever hold (the runner's own 40 MB are the least)
    ;; WAT2WASM-FLAGS: …            instead of --enable-all
    ;; CFLAGS: …                    besides -O2

EXIT to MAX-RSS-MB belong to the RUN above them (before the first RUN: to the first). A stream that is not described
must be empty. In commands, %wasm is the compiled module, %s the source, %S its folder, %t the temporary folder; in
output, those folders' names are replaced back. `wrt`, FileCheck and wabt's tools are found by name.

Files in folders named Inputs, and .py files without a RUN line, are helpers and no tests. A tool that is missing is a
failure, and so is a run of no test at all.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import dataclasses
import difflib
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

COMMENT = {".wat": ";;", ".wast": ";;", ".c": "//", ".cc": "//", ".py": "#"}
FILE_KEYS = {"WAT2WASM-FLAGS", "CFLAGS"}
RUN_KEYS = {"EXIT", "STDOUT", "STDERR", "STDIN", "ENV", "TIMEOUT", "MAX-RSS-MB"}
STREAMS = {"STDOUT", "STDERR", "STDIN"}
ANY_LINES = "{{...}}"
SHELL_SYNTAX = re.compile(r"[|<>;&$`*()]")


class TestError(Exception):
    """A test that cannot be run as it stands: a wrong directive, a module that does not compile."""


@dataclasses.dataclass
class Run:
    """One RUN line with its expectations. `places` says which source lines state each of them."""

    command: str
    line: int
    values: dict = dataclasses.field(default_factory=dict)
    places: dict = dataclasses.field(default_factory=dict)

    def expected(self, stream):
        return self.values.get(stream, [])


@dataclasses.dataclass
class Test:
    path: pathlib.Path
    lines: list
    runs: list
    options: dict


@dataclasses.dataclass
class Outcome:
    """What a command did: its exit code (negative after a signal), streams as lines, peak memory."""

    code: int
    timed_out: bool
    streams: dict
    max_rss_mb: float


# --- Reading a test -----------------------------------------------------------------------------------------------


def comment_text(line, prefix):
    """The text of a comment line, or None when the line is none."""
    stripped = line.strip()
    if not stripped.startswith(prefix):
        return None
    text = stripped[len(prefix) :]
    return text[1:] if text.startswith(" ") else text


def split_directive(text):
    """(key, value) of a directive, or None. CHECK… lines belong to FileCheck."""
    match = re.match(r"\s*([A-Z][A-Z0-9-]{2,}):(?:\s(.*))?$", text)
    if not match or match[1].startswith("CHECK") or match[1].startswith("SPDX"):
        return None
    return match[1], (match[2] or "").rstrip()


def read_block(lines, prefix, start):
    """The comment lines from `start` up to the next directive, licence line or code; and the line behind them."""
    block = []
    at = start
    while at < len(lines):
        text = comment_text(lines[at], prefix)
        if text is None or split_directive(text) or text.startswith("SPDX"):
            break
        block.append(text.rstrip())
        at += 1
    while block and not block[-1]:
        block.pop()
        at -= 1
    return block, at


def parse_test(path):
    """Reads the directives of a file; None when a .py file has none and so is no test."""
    lines = path.read_text(encoding="utf-8").split("\n")
    prefix = COMMENT[path.suffix]
    test = Test(path, lines, [], {})
    early = Run("", -1)
    at = 0
    while at < len(lines):
        text = comment_text(lines[at], prefix)
        directive = split_directive(text) if text is not None else None
        at += 1
        if directive:
            at = apply_directive(test, early, directive, prefix, at)
    if not test.runs:
        if path.suffix == ".py":
            return None
        raise TestError("no RUN line")
    first = test.runs[0]
    first.values = {**early.values, **first.values}
    first.places = {**early.places, **first.places}
    return test


def apply_directive(test, early, directive, prefix, at):
    """Adds one directive, whose line ends before line `at`, to the test; returns the line to read on from."""
    key, value = directive
    run = test.runs[-1] if test.runs else early
    if key == "RUN":
        test.runs.append(Run(value, at - 1))
    elif key in FILE_KEYS:
        test.options[key] = value
    elif key in STREAMS:
        block, end = ([value], at) if value else read_block(test.lines, prefix, at)
        if not value and not block:
            block = [""]  # `STDOUT:` with nothing behind it is one empty line
        run.values.setdefault(key, []).extend(block)
        run.places.setdefault(key, []).extend(range(at - 1, end))
        return end
    elif key == "ENV":
        run.values.setdefault(key, []).append(value)
    elif key in RUN_KEYS:
        run.values[key] = parse_number(key, value)
        run.places[key] = [at - 1]
    else:
        raise TestError(f"line {at}: unknown directive {key}")
    return at


def parse_number(key, value):
    try:
        return int(value)
    except ValueError:
        raise TestError(f"{key}: '{value}' is not a number") from None


# --- Running it ---------------------------------------------------------------------------------------------------


def find_tool(name):
    for candidate in (name, f"{name}-19"):
        found = shutil.which(candidate)
        if found:
            return found
    raise TestError(f"the tool {name} is missing")


def compile_module(test, folder):
    """Makes the module of a test in `folder`; returns its file name."""
    name = test.path.stem + ".wasm"
    target = folder / name
    if test.path.suffix == ".wast":
        return name
    source = str(test.path.resolve())
    if test.path.suffix == ".wat":
        flags = shlex.split(test.options.get("WAT2WASM-FLAGS", "--enable-all"))
        command = [find_tool("wat2wasm"), *flags, source, "-o", str(target)]
    elif test.path.suffix in (".c", ".cc"):
        flags = shlex.split(test.options.get("CFLAGS", ""))
        command = [find_tool("clang-19"), "--target=wasm32-wasi", "-O2", *flags, source, "-o", str(target)]
    else:
        command = [sys.executable, source]
    environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).resolve().parent)}
    # A generator may write more than this process should ever hold: its memory is the least that MAX-RSS-MB can see.
    with open(target if test.path.suffix == ".py" else os.devnull, "wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, env=environment, timeout=300, check=False)
    if done.returncode != 0:
        raise TestError(f"making the module failed: {shlex.join(command)}\n{done.stderr.decode(errors='replace')}")
    return name


def substitute(text, names):
    """Replaces %wasm, %s, %S, %t; `%%` is a percent sign."""
    return re.sub(r"%(wasm|s|S|t|%)(?![A-Za-z])", lambda match: names[match[1]], text)


def start_command(command, **files):
    """Starts a command: directly when it is plain, so that a death by signal is told from exit code 128+N."""
    words = ["bash", "-o", "pipefail", "-c", command] if SHELL_SYNTAX.search(command) else shlex.split(command)
    program = shutil.which(words[0], path=files["env"]["PATH"])
    if not program:
        raise TestError(f"the tool {words[0]} is missing")
    return subprocess.Popen([program, *words[1:]], start_new_session=True, **files)


def wait_for(process, timeout):
    """Waits for a process; returns its exit code (negative for a signal), whether it was killed, its peak memory."""
    killed = threading.Event()

    def kill():
        killed.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(timeout, kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, killed.is_set(), usage.ru_maxrss / 1024


def run_command(run, folder, names, options):
    """Runs one RUN line to its end."""
    environment = {**os.environ, "PATH": f"{options.bin}{os.pathsep}{os.environ['PATH']}{os.pathsep}/usr/lib/llvm-19/bin"}
    environment["WRT_CACHE_SIZE"] = "0"  # tests of the cache say otherwise
    environment.pop("WRT_CACHE_DIR", None)
    for setting in run.values.get("ENV", []):
        name, _, value = setting.partition("=")
        environment[name] = substitute(value, names)
    paths = {stream: folder / f".{stream.lower()}" for stream in STREAMS}
    stdin = "".join(line + "\n" for line in run.values.get("STDIN", []))
    paths["STDIN"].write_text(stdin, encoding="utf-8")
    timeout = run.values.get("TIMEOUT", 20) * (10 if options.sanitizer else 1)
    with open(paths["STDIN"], "rb") as inp, open(paths["STDOUT"], "wb") as out, open(paths["STDERR"], "wb") as err:
        command = substitute(run.command, names)
        if options.tier and "--tier" not in command:
            command = re.sub(r"\bwrt run ", f"wrt run --tier={options.tier} ", command)
        process = start_command(command, cwd=folder, env=environment, stdin=inp, stdout=out, stderr=err)
        code, timed_out, rss = wait_for(process, timeout)
    streams = {stream: read_stream(paths[stream], names) for stream in ("STDOUT", "STDERR")}
    for path in paths.values():
        path.unlink()
    return Outcome(code, timed_out, streams, rss)


def read_stream(path, names):
    """A stream as lines, with the folders of this run replaced by their names in the test."""
    text = path.read_bytes().decode("utf-8", errors="backslashreplace")
    for name in ("t", "s", "S"):
        text = text.replace(names[name], f"%{name}")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


# --- Judging ------------------------------------------------------------------------------------------------------


def line_pattern(line):
    """The regular expression of one expected line."""
    pieces = re.split(r"\{\{(.*?)\}\}", line)
    return "".join(f"(?:{piece})" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces))


def stream_matches(expected, actual):
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else line_pattern(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


def describe_difference(stream, expected, actual):
    """A diff in which lines that match by their pattern count as equal."""
    shown = list(expected)
    for i, line in enumerate(shown):
        same = [text for text in actual if line != ANY_LINES and re.fullmatch(line_pattern(line), text)]
        shown[i] = same[0] if same else line
    diff = difflib.unified_diff(shown, actual, f"{stream} expected", f"{stream} found", lineterm="")
    return "\n".join(diff)


def judge(run, outcome, options):
    """The complaints about one command (none: it passed), and the expectations that --bless may rewrite."""
    if outcome.timed_out:
        return ["killed after its time limit"], []
    if outcome.code < 0:
        stderr = "\n".join(outcome.streams["STDERR"][-40:])
        return [f"died of signal {signal.Signals(-outcome.code).name}\n{stderr}"], []
    if re.search(r"^\S*bash: line \d+: +\d+ (Aborted|Segmentation|Illegal|Bus)", "\n".join(outcome.streams["STDERR"]), re.M):
        return ["a command of the pipeline died of a signal\n" + "\n".join(outcome.streams["STDERR"])], []
    complaints, stale = [], []
    if outcome.code != run.values.get("EXIT", 0):
        complaints.append(f"exit code expected {run.values.get('EXIT', 0)}, found {outcome.code}")
        stale.append("EXIT")
    for stream in ("STDOUT", "STDERR"):
        expected, actual = run.expected(stream), outcome.streams[stream]
        if not stream_matches(expected, actual):
            complaints.append(describe_difference(stream, expected, actual))
            stale.append(stream)
    limit = run.values.get("MAX-RSS-MB")
    if limit is not None:
        limit = limit * 8 + 256 if options.sanitizer else limit
        if outcome.max_rss_mb > limit:
            complaints.append(f"peak memory {outcome.max_rss_mb:.0f} MB, allowed {limit} MB")
    return complaints, stale


def bless_run(test, run, outcome, stale, edits):
    """Notes in `edits` (line → replacement lines) how the stale expectations of a run must read."""
    prefix = COMMENT[test.path.suffix]
    fresh = {"EXIT": [str(outcome.code)] if outcome.code else [], **outcome.streams}
    for key in stale:
        places = run.places.get(key, [])
        text = [f"{prefix} {key}: {line.replace('{{', '{{[{][{]}}')}".rstrip() for line in fresh[key]]
        for place in places:
            edits[place] = []
        if places:
            edits[places[0]] = text
        else:
            edits.setdefault(run.line, [test.lines[run.line]]).extend(text)


def run_test(path, options):
    """Runs a file; returns None when it is no test, else the list of its complaints."""
    try:
        test = parse_test(path)
        if test is None:
            return None
        folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-test-"))
        try:
            return run_all(test, folder, options)
        finally:
            if options.keep:
                print(f"{path}: kept {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    except (TestError, OSError, UnicodeDecodeError, re.error, subprocess.TimeoutExpired) as error:
        return [str(error)]


def run_all(test, folder, options):
    source = test.path.resolve()
    names = {"t": str(folder), "s": str(source), "S": str(source.parent), "%": "%"}
    uses_module = any(re.search(r"%wasm", run.command) for run in test.runs)
    names["wasm"] = compile_module(test, folder) if uses_module else ""
    complaints, edits = [], {}
    for run in test.runs:
        outcome = run_command(run, folder, names, options)
        found, stale = judge(run, outcome, options)
        if options.bless and stale:
            bless_run(test, run, outcome, stale, edits)
            found = [text for text in found if "peak memory" in text]
        complaints += [f"RUN: {run.command}\n{text}" for text in found]
        if found:
            break  # what follows often depends on it
    if edits:
        lines = [new for at, line in enumerate(test.lines) for new in edits.get(at, [line])]
        test.path.write_text("\n".join(lines), encoding="utf-8")
        print(f"blessed {test.path}")
    return complaints


# --- The command --------------------------------------------------------------------------------------------------


def collect(paths):
    """All files that may be tests, in a stable order."""
    files = []
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.suffix in COMMENT and "Inputs" not in p.parts and p.is_file())
            files += sorted(found)
        elif path.is_file() and path.suffix in COMMENT:
            files.append(path)
        else:
            sys.exit(f"{path}: neither a folder nor a .wat, .c, .cc or .py file")
    return files


def parse_arguments():
    parser = argparse.ArgumentParser(description="Runs data tests.")
    parser.add_argument("--wrt", required=True, type=pathlib.Path, help="the command to test")
    parser.add_argument("--tier", help="an option for each `wrt run` that says none")
    parser.add_argument("--bless", action="store_true", help="write what is printed now as what is expected")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folders")
    parser.add_argument("--sanitizer", action="store_true", help="allow for a sanitizer's time and memory")
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count(), help="tests at a time")
    parser.add_argument("paths", nargs="+", help="test files and folders of them")
    options = parser.parse_args()
    if not options.wrt.is_file():
        sys.exit(f"{options.wrt}: no such command")
    options.bin = options.wrt.resolve().parent
    return options


def main():
    options = parse_arguments()
    files = collect(options.paths)
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        results = list(pool.map(lambda path: run_test(path, options), files))
    passed = failed = 0
    for path, complaints in zip(files, results):
        if complaints is None:
            continue
        if complaints:
            failed += 1
            print(f"FAILED {path}")
            print("\n".join(f"  {line}" for text in complaints for line in text.split("\n")))
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
