"""Runs one process to its end and tells what it cost: time by the clock and of the processor, and the most memory.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import os
import signal
import subprocess
import tempfile
import threading
import time


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


def run(command, folder=None, core=None, timeout=300):
    """Runs a command, on one core if that is given. Raises Failure if it cannot start, ends with an error, or takes too long."""
    words = [str(word) for word in command]
    pin = None if core is None else lambda: os.sched_setaffinity(0, {core})
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        try:
            child = subprocess.Popen(
                words, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=pin, start_new_session=True
            )
        except OSError as error:
            raise Failure(f"{words[0]}: {error.strerror}") from error
        status, usage = wait(child, timeout, words)
        wall = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        done = Done(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read(), err.read().decode(errors="replace"))
    if status != 0:
        raise Failure(f"{' '.join(words)}: exit code {status}\n{done.stderr[-2000:]}".rstrip())
    return done


def wait(child, timeout, words):
    """(exit code, resources) of a child; after `timeout` seconds it is killed, with what it has started."""
    killer = threading.Timer(timeout, os.killpg, (child.pid, signal.SIGKILL))
    killer.start()
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise
    finally:
        killer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode == -signal.SIGKILL:
        raise Failure(f"{' '.join(words)}: killed, perhaps after {timeout} s")
    return child.returncode, usage
