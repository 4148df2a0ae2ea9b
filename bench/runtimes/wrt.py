"""wrt: compiled ahead of time (wrt), and as `wrt run` does it if nothing is said (wrt-auto). With options of `wrt run`
(--option) modules run without an artefact; wrt-with is the same with one option more (--with). The other ways to check bounds have
a suite of their own.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Wrt(Runtime):
    suffix = ".so"
    flags = "wrt compile; wrt run of the .so"
    levels = ("-O1", "-O3", "-O2")
    options = ()

    def __init__(self, settings):
        super().__init__(settings)
        self.programs = (settings.wrt,)

    def compile(self, module, output, level=""):
        return [self.settings.wrt, "compile", *self.options, *([level] if level else []), module, "-o", output]

    def run(self, artefact):
        return [self.settings.wrt, "run", artefact]

    def run_guest(self, artefact, hooks):
        return [*self.run(artefact)[:-1], "--dir", ".", "--preload", f"bench={hooks.wasm}", artefact]


class WrtRun(Wrt):
    suffix = ".wasm"
    pinned = False
    levels = ()

    def compile(self, module, output, level=""):
        return None

    def run(self, artefact):
        return [self.settings.wrt, "run", "--no-cache", *self.options, artefact]


def with_options(settings, name, options):
    # All of LLVM's code is there at the start, unless something else is asked for.
    if name != "wrt-auto" and not any(each.startswith("--tier") for each in options):
        options = ["--tier=llvm", *options]
    made = WrtRun(settings)
    made.name, made.options, made.flags = name, options, " ".join(["wrt run --no-cache", *options])
    return made


def with_bounds_check(settings, way):
    option = f"--bounds-check={way}"
    if settings.option:
        made = with_options(settings, f"wrt-{way}", [*settings.option, option])
    else:
        made = Wrt(settings)
        made.name, made.options, made.flags = f"wrt-{way}", (option,), f"wrt compile {option}; wrt run of the .so"
    made.only = "bounds"
    return made


def plugins(settings):
    if settings.tested or settings.option:
        made = [with_options(settings, "wrt", settings.option)]
    else:
        made = [Wrt(settings)]
        made[0].name = "wrt"
    if settings.tested:
        made.append(with_options(settings, "wrt-with", [*settings.option, settings.tested]))
    auto = with_options(settings, "wrt-auto", [])
    auto.only_if_named = True
    return [*made, with_bounds_check(settings, "explicit"), with_bounds_check(settings, "none"), auto]
