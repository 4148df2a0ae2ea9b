"""V8 in Node, by a small host of ours: all functions by its optimising compiler, at the start; or by its baseline compiler.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

from harness.runtime import Runtime

HOST = pathlib.Path(__file__).resolve().with_name("node_host.mjs")


class Node(Runtime):
    programs = ("node",)
    levels = ()
    tier = "--no-liftoff"

    def run(self, artefact):
        return ["node", "--no-warnings", self.tier, "--no-wasm-lazy-compilation", HOST, artefact]

    def run_guest(self, artefact, hooks):
        return self.run(artefact)


def plugins(settings):
    optimising, baseline = Node(settings), Node(settings)
    optimising.name, baseline.name = "node", "node-liftoff"
    baseline.tier, baseline.only_if_named = "--liftoff-only", True
    for each in (optimising, baseline):
        each.flags = f"node {each.tier} --no-wasm-lazy-compilation"
    return [optimising, baseline]
