"""V8 in Node, by a small host of ours: all functions by its optimising compiler, at the start.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

from harness.runtime import Runtime

HOST = pathlib.Path(__file__).resolve().with_name("node_host.mjs")


class Plugin(Runtime):
    name = "node"
    programs = ("node",)
    flags = "node --no-liftoff --no-wasm-lazy-compilation"
    levels = ()

    def run(self, artefact):
        return ["node", "--no-warnings", "--no-liftoff", "--no-wasm-lazy-compilation", HOST, artefact]

    def run_guest(self, artefact, hooks):
        return self.run(artefact)
