"""Runs the same commands with a native program and with the guest under wrt, and compares all that they leave behind.

Each side works in a folder of its own that begins with the same files. After every command standard output, standard error
and the exit code must be the same, byte for byte, and at the end the folders: the same names, kinds, links and contents. What a
command cannot be held to is said where the command is stated. Time is a command's own, by the clock and of the processor.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import difflib
import hashlib
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import time

from workshop import Failure


@dataclasses.dataclass
class Tool:
    """A program that was built twice.

    `native` is the argument list that runs it natively, `{folder}` in it standing for its working folder, which is the current one,
    too; if it is one word, the program sees `name` as its own name, as the guest does. The guest sees its folder as `/`, and what
    `options` of wrt give it besides; the folder is both sides' HOME. `twin` says in the report what the guest is compared with.
    """

    name: str
    module: pathlib.Path
    artefact: pathlib.Path
    native: list
    twin: str
    options: tuple = ()


@dataclasses.dataclass
class Command:
    """One command of a tool, and what must come of it.

    `exit_code` is what both must end with. `same_stderr` is False where messages name what differs between the machines, such as
    an errno's text or the tool's own time.
    """

    tool: Tool
    arguments: list
    stdin: bytes = b""
    exit_code: int = 0
    same_stderr: bool = True
    timeout: int = 300


@dataclasses.dataclass
class Program:
    """What an entry describes: tools, the files that they begin with, commands, and what must hold at the end.

    `inputs` writes the files of a fresh folder. `verify` gets the folders of both sides, which are equal, and raises Failure.
    `checked` says in a few words for the report what is run.
    """

    tools: list
    commands: list
    checked: str
    inputs: object = lambda folder: None
    verify: object = lambda native, guest: None


@dataclasses.dataclass
class Outcome:
    """What one run of a command did; seconds by the clock and of the processor."""

    stdout: bytes
    stderr: bytes
    exit_code: int
    wall: float
    cpu: float


def run(arguments, command, folder, executable=None):
    """Runs a command within its time limit."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    try:
        done = subprocess.run([str(word) for word in arguments], input=command.stdin, capture_output=True, cwd=folder, executable=executable,
                              timeout=command.timeout, check=False, env={**os.environ, "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)})
    except subprocess.TimeoutExpired as error:
        raise Failure(f"killed after {command.timeout} s: {' '.join(map(str, arguments))}") from error
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(done.stdout, done.stderr, done.returncode, wall, cpu)


def run_native(command, folder):
    tool = command.tool
    words = [str(word).replace("{folder}", str(folder)) for word in tool.native]
    if len(words) == 1:
        return run([tool.name, *command.arguments], command, folder, executable=words[0])
    return run([*words, *command.arguments], command, folder)


def run_guest(wrt, command, folder):
    tool = command.tool
    options = ["--dir", f"{folder}::/", "--env", "HOME=/", *tool.options, "--argv0", tool.name]
    return run([wrt, "run", *options, tool.artefact, *command.arguments], command, folder)


def describe_difference(what, native, guest):
    """Where two byte strings part, with the lines around it."""
    def lines(data):
        return data.decode("utf-8", errors="backslashreplace").split("\n")

    at = next((i for i, (a, b) in enumerate(zip(native, guest)) if a != b), min(len(native), len(guest)))
    start = max(0, at - 2000)
    diff = difflib.unified_diff(lines(native[start:at + 2000]), lines(guest[start:at + 2000]), "native", "guest", lineterm="", n=1)
    return "\n".join([f"{what} differs at byte {at} ({len(native)} bytes natively, {len(guest)} of the guest)", *[line[:160] for line in list(diff)[:20]]])


def compare(command, native, guest):
    """Raises Failure unless both runs of a command did the same, and what the command promises."""
    title = f"{command.tool.name} {' '.join(map(str, command.arguments))[:200]}"
    for side, outcome in (("natively", native), ("of the guest", guest)):
        if outcome.exit_code != command.exit_code:
            text = (outcome.stderr or outcome.stdout).decode(errors="replace")[-3000:]
            raise Failure(f"{title}\nexit code {outcome.exit_code} {side}, not {command.exit_code}\n{text}")
    if native.stdout != guest.stdout:
        raise Failure(f"{title}\n{describe_difference('standard output', native.stdout, guest.stdout)}")
    if command.same_stderr and native.stderr != guest.stderr:
        raise Failure(f"{title}\n{describe_difference('standard error', native.stderr, guest.stderr)}")


def content(path):
    """What stands for a file in a comparison: its kind, and a link's target or a hash of the content."""
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    if path.is_dir():
        return "folder"
    with path.open("rb") as file:
        return f"file {hashlib.file_digest(file, 'sha256').hexdigest()}"


def compare_folders(native, guest):
    """Raises Failure unless two folders hold the same."""
    trees = [{path.relative_to(root): content(path) for path in root.rglob("*")} for root in (native, guest)]
    differing = sorted(name for name in trees[0].keys() | trees[1].keys() if trees[0].get(name) != trees[1].get(name))
    if not differing:
        return
    messages = [f"{name}: natively {trees[0].get(name, 'nothing')}, of the guest {trees[1].get(name, 'nothing')}" for name in differing]
    first = differing[0]
    if all((root / first).is_file() for root in (native, guest)):
        messages.append(describe_difference(str(first), (native / first).read_bytes(), (guest / first).read_bytes()))
    raise Failure("\n".join(["the folders differ", *messages[:20]]))


def run_side(runner, program, folder):
    """Runs all commands in a fresh folder: a list of Outcomes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    program.inputs(folder)
    return [runner(command, folder) for command in program.commands]


def run_program(program, wrt, folder, runs):
    """Runs a program `runs` times in turn and compares; returns {tool name: {"native" | "guest": (wall, cpu)}}.

    The times are medians of the sums over the commands of a tool.
    """
    sides = {"native": (run_native, folder / "native"), "guest": (lambda command, at: run_guest(wrt, command, at), folder / "guest")}
    samples = {tool.name: {"native": [], "guest": []} for tool in program.tools}
    for _ in range(runs):
        outcomes = {name: run_side(runner, program, at) for name, (runner, at) in sides.items()}
        for command, native, guest in zip(program.commands, outcomes["native"], outcomes["guest"]):
            compare(command, native, guest)
        compare_folders(sides["native"][1], sides["guest"][1])
        for tool in program.tools:
            for side, done in outcomes.items():
                own = [outcome for command, outcome in zip(program.commands, done) if command.tool is tool]
                samples[tool.name][side].append((sum(o.wall for o in own), sum(o.cpu for o in own)))
    program.verify(sides["native"][1], sides["guest"][1])
    shutil.rmtree(folder)
    return {name: {side: tuple(map(statistics.median, zip(*values))) for side, values in sides.items()} for name, sides in samples.items()}
