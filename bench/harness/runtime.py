"""What a plug-in of bench/runtimes says about one way to run WebAssembly, and how plug-ins are found.

A plug-in is a file with a class Plugin derived from Runtime, or with a function plugins(settings) that makes several.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.util
import pathlib
import shutil

from . import process

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "runtimes"


class Runtime:
    """One way to run a module. `compile` and `run` return command lines; the harness runs and times them."""

    name = ""
    programs = ()  # what must be on the PATH
    suffix = ".wasm"  # of what compile makes
    flags = ""  # for people: how it compiles and runs
    levels = ("",)  # of optimisation, for the suite `compile`; the last one is what others use
    native = False  # compiles kernels from C
    no_guests = ""  # why guests cannot be compared, if so
    only = ""  # the one suite that it is for, if so
    only_if_named = False  # not among those that are measured if nothing is said
    pinned = True  # False for what does part of its work in another process

    def __init__(self, settings):
        self.settings = settings

    def missing(self):
        """Why this cannot run here, or nothing."""
        absent = [program for program in self.programs if shutil.which(str(program)) is None]
        return f"no {', '.join(map(str, absent))} on the PATH" if absent else ""

    def version(self):
        """The first line of `PROGRAM --version`."""
        done = process.run([self.programs[0], "--version"])
        return (done.stdout.decode(errors="replace") or done.stderr).strip().splitlines()[0]

    def compile(self, module, output, level=""):
        """The command that makes `output` of a module; None if the module itself is run."""
        return None

    def run(self, artefact):
        """The command that runs what was compiled."""
        raise NotImplementedError

    def run_guest(self, artefact, hooks):
        """The same with the current folder open, and `bench.start` and `bench.end`, which harness/guests.py makes."""
        raise NotImplementedError


def load_all(settings):
    """All runtimes of all plug-ins by name: native ones first, then wrt, then others."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"runtimes.{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        made = module.plugins(settings) if hasattr(module, "plugins") else [module.Plugin(settings)]
        found.update({each.name: each for each in made})
    rank = {"native": 0, "native-march": 1, "wrt": 2, "wrt-with": 3, "wrt-explicit": 4, "wrt-none": 5, "wrt-auto": 6}
    return dict(sorted(found.items(), key=lambda item: rank.get(item[0], 9)))
