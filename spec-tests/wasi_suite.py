#!/usr/bin/env python3
"""Runs the official WASI test suite (github.com/WebAssembly/wasi-testsuite) through `wrt run`.

    wasi_suite.py --wrt build/release/bin/wrt [-j N] [--filter TEXT] [--option OPTION]… [--sanitizer] SUITE

SUITE is the folder that holds SPECIFICATION.md, which says what is done here: each NAME.wasm is run as NAME.json
says, in a copy of its folder, so that the suite itself is never written to. Every test is run; there is no list of
expected failures. A suite without a test is a failure, and so is a specification that breaks the suite's own rules.

What each failed test did is printed; the last line is the summary, the exit code 0 only if all passed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile

NOT_RUN = 77  # the exit code where the option --sandbox=strict is given and the kernel has not what it takes
TIMEOUT = 30  # seconds per test; ten times that with --sanitizer


class Failure(Exception):
    """What a test did that its specification does not say."""


# The fields of each operation besides its type; what is not given has a default.
FIELDS = {
    "run": {"args", "env", "root"},
    "wait": {"exit_code"},
    "read": {"id", "payload"},
    "connect": {"id", "protocol_type"},
    "send": {"id", "payload"},
    "recv": {"id", "payload"},
}


def check(condition, problem):
    if not condition:
        raise Failure(f"its specification is wrong: {problem}")


def check_operations(operations):
    """The suite's rules for lists of operations ("Specification Validation")."""
    runs, waits, connections = 0, 0, set()
    for operation in operations:
        kind, ident = operation.get("type"), operation.get("id")
        check(kind in FIELDS, f"operation {kind!r}")
        check(set(operation) <= FIELDS[kind] | {"type"}, f"a field of {operation}")
        check(kind == "run" or runs > 0, f"{kind!r} before the first 'run'")
        runs, waits = runs + (kind == "run"), waits + (kind == "wait")
        check(runs - waits in (0, 1), "'run' and 'wait' are no pairs")
        if kind == "connect":
            check(ident not in connections, f"two connections {ident!r}")
            connections.add(ident or "server")
        if kind in ("send", "recv"):
            check(ident in connections, f"no connection {ident!r}")
    check(runs == waits, "a 'run' without its 'wait'")


def operations_of(wasm):
    """The operations of a test; those that the older form of a specification stands for."""
    path = wasm.with_suffix(".json")
    spec = json.loads(path.read_text()) if path.exists() else {}
    if "operations" in spec or "proposals" in spec:
        check(set(spec) <= {"operations", "proposals"}, f"fields {sorted(spec)}")
        check(not spec.get("proposals"), f"proposals {spec.get('proposals')}, of which preview 1 has none")
        operations = spec.get("operations", [{"type": "run"}, {"type": "wait"}])
    else:
        check(set(spec) <= {"args", "env", "root", "exit_code", "stdout", "stderr"}, f"fields {sorted(spec)}")
        run = {key: spec[key] for key in ("args", "env", "root") if key in spec}
        operations = [{"type": "run", **run}, {"type": "wait", "exit_code": spec.get("exit_code", 0)}]
        for stream in ("stdout", "stderr"):
            if stream in spec:  # some tests print where nothing is specified, and the suite's own runner lets them
                operations.append({"type": "read", "id": stream, "payload": spec[stream]})
    check_operations(operations)
    return operations


class Session:
    """One run of one test: a process, its streams, its connections. `command` is `wrt run` and its options."""

    def __init__(self, command, folder, wasm, timeout):
        self.command, self.folder, self.wasm, self.timeout = command, folder, wasm, timeout
        self.process = None
        self.output = {}
        self.connections = {}

    def run(self, operation):
        command = list(self.command)
        for name, value in operation.get("env", {}).items():
            command += ["--env", f"{name}={value}"]
        if operation.get("root"):
            command += ["--dir", f"{self.folder / operation['root']}::/"]
        command += [str(self.folder / self.wasm.name), *operation.get("args", [])]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, cwd=self.folder)

    def wait(self, operation):
        try:
            stdout, stderr = self.process.communicate(timeout=self.timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            stdout, stderr = self.process.communicate()
            raise Failure(f"still running after {self.timeout} s{described(stdout, stderr)}") from None
        self.output = {"stdout": stdout, "stderr": stderr}
        expected = operation.get("exit_code", 0)
        if self.process.returncode != expected:
            raise Failure(f"exit code {self.process.returncode} instead of {expected}{described(stdout, stderr)}")

    def read(self, operation):
        stream, expected = operation.get("id", "stdout"), operation.get("payload", "").encode()
        if stream in self.output:
            got = self.output[stream]
        else:
            got = getattr(self.process, stream).read(len(expected))
        if got != expected:
            raise Failure(f"{stream} is {got!r} instead of {expected!r}")

    def connect(self, operation):
        if operation.get("protocol_type", "tcp") != "tcp":
            raise Failure(f"this runner does not know the protocol {operation['protocol_type']}")
        host, port = self.process.stdout.readline().decode().strip().rsplit(":", 1)
        self.connections[operation.get("id", "server")] = socket.create_connection((host, int(port)), self.timeout)

    def send(self, operation):
        self.connections[operation["id"]].sendall(operation.get("payload", "").encode())

    def recv(self, operation):
        expected = operation.get("payload", "").encode()
        got = b""
        while len(got) < len(expected) and (part := self.connections[operation["id"]].recv(4096)):
            got += part
        if got != expected:
            raise Failure(f"received {got!r} instead of {expected!r}")

    def close(self):
        for connection in self.connections.values():
            connection.close()
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


OPERATIONS = {name: getattr(Session, name) for name in ("run", "wait", "read", "connect", "send", "recv")}


def described(*streams):
    text = "".join(stream.decode(errors="replace") for stream in streams).strip()
    return "\n" + "\n".join("      " + line for line in text.splitlines()[-12:]) if text else ""


def copy_folder(source, target):
    """Copies with permissions that allow writing, whoever owns the suite."""
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.cleanup", "*.wasm"))
    for path, _, files in os.walk(target):
        os.chmod(path, 0o755)
        for name in files:
            if not os.path.islink(os.path.join(path, name)):
                os.chmod(os.path.join(path, name), 0o644)


def run_test(command, wasm, timeout):
    """None if it passed, else what went wrong."""
    with tempfile.TemporaryDirectory(prefix="wrt-wasi-") as temporary:
        folder = pathlib.Path(temporary) / "test"
        copy_folder(wasm.parent, folder)
        (folder / wasm.name).symlink_to(wasm)
        session = Session(command, folder, wasm, timeout)
        try:
            for operation in operations_of(wasm):
                OPERATIONS[operation["type"]](session, operation)
        except (Failure, OSError, ValueError) as error:
            return str(error)
        finally:
            session.close()
    return None


def missing_sandbox(command):
    """What of the strict sandbox this kernel has not, in the words of wrt; None if there is all of it."""
    nothing = b'(module (func (export "_start")))'
    done = subprocess.run([*command, "-"], input=nothing, capture_output=True, timeout=TIMEOUT, check=False)
    message = done.stderr.decode().strip()
    return message if "the strict sandbox cannot be had here" in message else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, help="the command, with options before `run` if need be")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--filter", default="", help="run only tests whose path contains this")
    parser.add_argument("--option", action="append", default=[], help="a further option of `wrt run`")
    parser.add_argument("--sanitizer", action="store_true", help="the command is slow")
    parser.add_argument("suite", type=pathlib.Path)
    arguments = parser.parse_args()

    suite = arguments.suite.resolve()
    tests = sorted(path for path in suite.rglob("*.wasm") if arguments.filter in str(path.relative_to(suite)))
    wrt = [str(pathlib.Path(word).resolve()) if "/" in word else word for word in shlex.split(arguments.wrt)]
    command = [*wrt, "run", "--no-cache", *arguments.option]
    timeout = TIMEOUT * (10 if arguments.sanitizer else 1)
    if "--sandbox=strict" in arguments.option and (message := missing_sandbox(command)):
        print(f"not run: {message}")
        return NOT_RUN
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for test, problem in zip(tests, pool.map(lambda test: run_test(command, test, timeout), tests)):
            if problem is not None:
                failed += 1
                print(f"FAIL {test.relative_to(suite)}: {problem}")
    if not tests:
        print(f"no tests in {suite}")
    print(f"{len(tests) - failed} of {len(tests)} tests passed")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
