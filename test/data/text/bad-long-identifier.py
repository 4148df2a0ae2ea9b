#!/usr/bin/env python3
# The same, misspelled at its end.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-long-identifier.wasm:1:1000033: unknown function $xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
# STDERR:   …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx nop) (func call $xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
# STDERR:                                                                ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 80
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

name = "x" * 1_000_000
sys.stdout.write(f"(module (func ${name} nop) (func call ${name}y))\n")
