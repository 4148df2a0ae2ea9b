"""Runs one process to its end and tells what it cost: time by the clock and of the processor, and the most memory.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import atexit
import dataclasses
import functools
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile


class Failure(Exception):
    """A program that did not do what it should; its text says which and how."""


@dataclasses.dataclass
class Done:
    """What a process left: seconds, MiB, and what it wrote."""

    wall: float
    cpu: float
    peak_mib: float
    stdout: bytes
    stderr: str


@functools.cache
def launcher():
    """(the program of launch.c, the file that it reports to), compiled once."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wrt-bench-launch-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = pathlib.Path(__file__).resolve().with_name("launch.c")
    try:
        subprocess.run(["clang-19", "-O2", source, "-o", folder / "launch"], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failure(f"clang-19 cannot compile {source}: {error}") from error
    return folder / "launch", folder / "report"


def run(command, folder=None, core=None, timeout=300):
    """Runs a command, on one core if that is given. Raises Failure if it cannot start, ends with an error, or takes too long."""
    words = [str(word) for word in command]
    launch, report = launcher()
    prefix = [str(launch), str(report), str(-1 if core is None else core)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([*prefix, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        try:
            status = child.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"{' '.join(words)}: killed after {timeout} s") from error
        finally:
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        out.seek(0)
        err.seek(0)
        output, errors = out.read(), err.read().decode(errors="replace")
    if status != 0:
        raise Failure(f"{' '.join(words)}: exit code {status}\n{errors[-2000:]}".rstrip())
    wall, cpu, peak = map(float, report.read_text(encoding="ascii").split())
    return Done(wall, cpu, peak / 1024, output, errors)
