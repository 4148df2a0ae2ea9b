#!/usr/bin/env python3
"""Attacks the sandbox from inside: a library takes the place of a function that a host function calls, and tries what the
sandbox is to stop, in the process of `wrt run` and of a standalone program.

    run.py --wrt build/release/bin/wrt --plugin libwrt-hostile.so [--sanitizer] [NAME…]

attacks.txt says what is tried, and what comes of it without walls and behind them. Then wrt is told of older kernels, which
lack a wall. Where this kernel lacks one itself, or a sanitizer keeps wrt from raising them, nothing is tested and the exit
code is 77.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import os
import pathlib
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NOT_RUN = 77
MISSING = "the strict sandbox cannot be had here, missing: "


class Target:
    """wrt, the hostile library, and the folder that both work in."""

    def __init__(self, wrt, plugin, folder):
        self.wrt, self.plugin, self.folder = wrt, plugin, folder
        subprocess.run([wrt, "compile", HERE / "guest.wat", "-o", folder / "guest.so"], check=True)
        subprocess.run([wrt, "compile", "--emit", "exe", HERE / "guest.wat", "-o", folder / "guest"], check=True)

    def make_files(self):
        """The folders that the attacks are about, as they were before the last one."""
        for name, file in (("inside", "file"), ("read-only", "file"), ("outside", "secret")):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir()
            (self.folder / name / file).write_text("text\n", encoding="ascii")

    def wrt_run(self, *options):
        folders = ["--dir", self.folder / "inside", "--dir", f"{self.folder / 'read-only'}:ro"]
        return [self.wrt, "run", *options, *folders, self.folder / "guest.so"]

    def call(self, command, **variables):
        """Runs a command with the library in it."""
        self.make_files()
        environment = {**os.environ, "LD_PRELOAD": str(self.plugin), "ATTACK": "map-memory"}
        environment.pop("WRT_SANDBOX", None)
        for name in ("outside", "inside", "read-only"):
            environment["ATTACK_" + name.upper().replace("-", "_")] = str(self.folder / name)
        environment.update(variables)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as given:
            return subprocess.run(command, stdin=given, capture_output=True, text=True, env=environment, timeout=60,
                                  cwd=self.folder, check=False)

    def outcome(self, command, **variables):
        """What came of an attack."""
        done = self.call(command, **variables)
        lines = [line for line in done.stderr.splitlines() if line.startswith("outcome: ")]
        if done.returncode == -signal.SIGSYS:
            return "SIGSYS"
        if done.returncode == 0 and not done.stderr:
            return "replaced"
        if done.returncode == 0 and len(lines) == 1:
            return lines[0].removeprefix("outcome: ")
        return f"exit code {done.returncode}: {done.stderr[-500:]}"


def read_attacks(names):
    """The rows of the table that are for this machine, and named if any are."""
    rows = []
    for line in (HERE / "attacks.txt").read_text(encoding="ascii").splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        name, without, behind, where, *machine = words
        if (not machine or machine == [platform.machine()]) and (not names or name in names):
            rows.append((name, without, behind, where))
    return rows


def try_attacks(target, rows):
    """The complaints about what attacks did, and how many were carried out."""
    complaints = []
    count = 0
    for name, without, behind, where in rows:
        trials = [("without walls", target.wrt_run("--sandbox=off"), without), ("by wrt run", target.wrt_run(), behind)]
        if where == "both":
            trials.append(("by a standalone program", [target.folder / "guest"], behind))
        for what, command, expected in trials:
            found = target.outcome(command, ATTACK=name)
            count += 1
            if found != expected and (expected != "any" or found == "SIGSYS" or found.startswith("exit code")):
                complaints.append(f"{name} {what}: expected {expected}, found {found}")
    return complaints, count


def try_old_kernels(target):
    """The complaints about what wrt says, and does, where walls are missing."""
    complaints = []

    def expect(condition, what, done):
        if not condition:
            complaints.append(f"{what}: exit code {done.returncode}, {done.stderr!r}")

    lacks = [
        ("files (Landlock: Function not implemented)", {"ATTACK_LANDLOCK": "0"}),
        ("files (Landlock: this kernel's forbids all renames from one directory to another)", {"ATTACK_LANDLOCK": "1"}),
        ("system calls (seccomp: Invalid argument)", {"ATTACK_NO_SECCOMP": "1"}),
    ]
    for missing, variables in lacks:
        done = target.call(target.wrt_run("-v"), **variables)
        expect(done.returncode == 0 and f"missing: {missing}\n" in done.stderr, f"auto, {variables}", done)
        done = target.call(target.wrt_run("--sandbox=strict"), **variables)
        expect(done.returncode == 1 and done.stderr == f"wrt: {MISSING}{missing}\n", f"strict, {variables}", done)
        done = target.call(target.wrt_run(), **variables, WRT_SANDBOX="strict")
        expect(done.returncode == 1 and f"{MISSING}{missing}\n" in done.stderr, f"WRT_SANDBOX=strict, {variables}", done)
        done = target.call([target.folder / "guest"], **variables, WRT_SANDBOX="strict")
        without_folders = variables.get("ATTACK_LANDLOCK") == "1"  # what it cannot do, no folder needs
        expect(done.returncode == (0 if without_folders else 1), f"standalone program, {variables}", done)
    for version in range(2, 8):
        found = target.outcome(target.wrt_run("--sandbox=strict"), ATTACK="open-secret", ATTACK_LANDLOCK=str(version))
        if found != "EACCES":
            complaints.append(f"open-secret with Landlock {version}: expected EACCES, found {found}")
    found = target.outcome(target.wrt_run(), ATTACK="open-secret", ATTACK_NO_SECCOMP="1")
    if found != "EACCES":
        complaints.append(f"open-secret by Landlock alone: expected EACCES, found {found}")
    found = target.outcome(target.wrt_run(), ATTACK="socket-tcp", ATTACK_LANDLOCK="0")
    if found != "EPERM":
        complaints.append(f"socket-tcp, the filter alone: expected EPERM, found {found}")
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True, type=pathlib.Path)
    parser.add_argument("--plugin", required=True, type=pathlib.Path)
    parser.add_argument("--sanitizer", action="store_true")
    parser.add_argument("names", nargs="*", help="only these attacks, and no older kernels")
    options = parser.parse_args()
    if options.sanitizer:
        print("not run: with a sanitizer wrt raises no walls")
        return NOT_RUN
    with tempfile.TemporaryDirectory() as folder:
        target = Target(options.wrt.resolve(), options.plugin.resolve(), pathlib.Path(folder))
        strict = target.call(target.wrt_run("--sandbox=strict"))
        if MISSING in strict.stderr:
            print(f"not run: {strict.stderr.strip()}")
            return NOT_RUN
        rows = read_attacks(options.names)
        complaints, count = try_attacks(target, rows)
        if not options.names:
            complaints += try_old_kernels(target)
    print("\n".join(complaints), end="\n" if complaints else "")
    print(f"{len(rows)} attacks, {count} times carried out, {len(complaints)} complaints")
    return 0 if rows and not complaints else 1


if __name__ == "__main__":
    sys.exit(main())
