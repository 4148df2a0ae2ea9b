"""Wasmer with its LLVM compiler.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Plugin(Runtime):
    name = "wasmer"
    programs = ("wasmer",)
    suffix = ".wasmu"
    flags = "wasmer compile --llvm; wasmer run"
    no_guests = "wasmer run gives a module no imports but WASI's"

    def compile(self, module, output, level=""):
        return ["wasmer", "compile", "--llvm", "-o", output, module]

    def run(self, artefact):
        return ["wasmer", "run", artefact]
