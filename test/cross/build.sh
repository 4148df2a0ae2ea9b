#!/bin/sh
# build.sh SOURCES PRESET PROGRAM: configures and builds a cross preset, and copies its runtime of standalone programs to
# PROGRAM, beside the compiler that makes programs with it.
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -eu
cd "$1"
cmake --preset "$2"
cmake --build "build/$2" --target wrt wrt-program
cp "build/$2/lib/$(basename "$3")" "$3"
