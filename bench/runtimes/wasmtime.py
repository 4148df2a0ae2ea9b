"""Wasmtime, whose compiler is Cranelift.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Plugin(Runtime):
    name = "wasmtime"
    programs = ("wasmtime",)
    suffix = ".cwasm"
    flags = "wasmtime compile -O opt-level=2; wasmtime run --allow-precompiled"

    def compile(self, module, output, level=""):
        return ["wasmtime", "compile", "-O", "opt-level=2", "-o", output, module]

    def run(self, artefact):
        return ["wasmtime", "run", "--allow-precompiled", artefact]

    def run_guest(self, artefact, hooks):
        return [*self.run(artefact)[:-1], "--dir", ".", "--preload", f"bench={hooks.wasm}", artefact]
