#!/usr/bin/env python3
# Calls that leave 1,000 values each: two bytes of code must not ask for 4 KB of memory without end.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-operand-stack.wasm:{{0x[0-9a-f]+}}: operand stack too high: more than 1000000 values
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(TYPE, vector(b"\x60\0" + vector(*[b"\x7f"] * 1_000))) + section(FUNCTION, vector(b"\0")) +
     section(CODE, vector(body(b"\x10\0" * 1_000_000 + b"\x0b"))))
