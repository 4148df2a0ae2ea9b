"""Go: a scheduler, a garbage collector and a standard library, which have their own idea of WASI.

The sources are ours, in test/programs/go: the same package is built for this machine and for GOOS=wasip1.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import subprocess

from scenario import Command, Program, Tool
from workshop import HERE, Unavailable

SOURCES = HERE / "go"


def program(workshop, long):
    workshop.needs("go", "it compiles Go for both machines")
    if b"wasip1/wasm" not in subprocess.run(["go", "tool", "dist", "list"], capture_output=True, check=False).stdout:
        raise Unavailable("this go does not compile to wasip1; 1.21 is the first that does")
    native, module = workshop.built("workout"), workshop.built("workout.wasm")
    ingredients = sorted(SOURCES.iterdir())
    environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "", "GOTOOLCHAIN": "local"}
    build = ["go", "build", "-C", SOURCES, "-trimpath"]
    workshop.make(native, ingredients, [*build, "-o", native], environment)
    workshop.make(module, ingredients, [*build, "-o", module], {**environment, "GOOS": "wasip1", "GOARCH": "wasm"})
    workout = Tool("workout", module, workshop.artefact(module), [native], "the same Go source, native")
    commands = [
        Command(workout, ["goroutines"]),
        Command(workout, ["files", "work"]),
        Command(workout, ["text"], stdin=b"the quick brown fox jumps over the lazy dog\n" * 2000),
        Command(workout, ["panic"], exit_code=2, same_stderr=False),  # the trace of stacks has addresses
        Command(workout, ["benchmark", "40" if long else "8"]),
    ]
    return Program([workout], commands, "goroutines, files, JSON, a panic, a benchmark")
