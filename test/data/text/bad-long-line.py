#!/usr/bin/env python3
# A mistake at the end of a line of 100 MB: what is shown of it is short.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-long-line.wasm:1:100000015: unknown operator nope
# STDERR:   …nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nope nop nop nop nop nop nop nop nop nop nop nop nop nop nop…
# STDERR:                                                                ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 200
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module (func " + "nop " * 25_000_000 + "nope nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop))\n")
