#!/usr/bin/env python3
# An identifier of a million characters.
#
# RUN: wrt validate %wasm
# TIMEOUT: 10
# MAX-RSS-MB: 80
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

name = "x" * 1_000_000
sys.stdout.write(f"(module (func ${name} nop) (func call ${name}))\n")
