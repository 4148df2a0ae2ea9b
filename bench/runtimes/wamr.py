"""WAMR: wamrc compiles with LLVM, iwasm runs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Plugin(Runtime):
    name = "wamr"
    programs = ("iwasm", "wamrc")
    suffix = ".aot"
    flags = "wamrc --opt-level=3; iwasm --stack-size=1048576"
    levels = ("--opt-level=1", "--opt-level=2", "--opt-level=3")

    def compile(self, module, output, level=""):
        return ["wamrc", level or "--opt-level=3", "-o", output, module]

    def run(self, artefact):
        return ["iwasm", "--stack-size=1048576", artefact]

    def run_guest(self, artefact, hooks):
        return [*self.run(artefact)[:-1], f"--native-lib={hooks.shared_object}", "--map-dir=.::.", artefact]
