#!/usr/bin/env python3
# A function whose body has a megabyte and no branch: it is compiled within seconds of processor time, and in proportion of memory.
#
# RUN: ulimit -t 20 && wrt compile %wasm -o huge.so
# TIMEOUT: 300
# MAX-RSS-MB: 1500
# RUN: wrt run --invoke run huge.so 1
# STDOUT: 270514025
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../bad-input/Inputs"))
from wasm_bytes import *

# (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 5)) (i32.const 3)))
STEP = b"\x20\0\x41\x05\x6c\x41\x03\x6a\x21\0"
STEPS = 105_000

emit(PREAMBLE + section(TYPE, vector(b"\x60\x01\x7f\x01\x7f")) + section(FUNCTION, vector(b"\0"))
     + section(EXPORT, vector(b"\x03run\0\0")) + section(CODE, vector(body(STEP * STEPS + b"\x20\0\x0b"))))
