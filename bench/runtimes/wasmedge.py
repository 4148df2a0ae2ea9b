"""WasmEdge, with what its ahead-of-time compiler makes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Plugin(Runtime):
    name = "wasmedge"
    programs = ("wasmedge",)
    suffix = ".so"
    flags = "wasmedge compile --optimize 3; wasmedge run"
    levels = ("1", "2", "3")
    no_guests = "wasmedge run gives a module no imports but WASI's"

    def compile(self, module, output, level=""):
        return ["wasmedge", "compile", "--optimize", level or "3", module, output]

    def run(self, artefact):
        return ["wasmedge", "run", artefact]
