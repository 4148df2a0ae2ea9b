"""C compiled by clang-19 for this machine: what runtimes are compared with. Once for any x86-64, once for this processor.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from harness.runtime import Runtime


class Native(Runtime):
    programs = ("clang-19",)
    native = True
    suffix = ".exe"
    flags = "clang-19 -O3"
    options = ()
    no_guests = "guests are there as WebAssembly only"

    def compile(self, module, output, level=""):
        return ["clang-19", "-O3", *self.options, module, "-o", output, "-lm"]

    def run(self, artefact):
        return [artefact]


class NativeMarch(Native):
    # Without contraction, which would make other floats than WebAssembly may.
    options = ("-march=native", "-ffp-contract=off")
    flags = "clang-19 -O3 -march=native -ffp-contract=off"


def plugins(settings):
    native, march = Native(settings), NativeMarch(settings)
    native.name, march.name = "native", "native-march"
    return [native, march]
