#!/usr/bin/env python3
# A function with 100,000 blocks, each left by a branch or by its end: compiled within seconds of processor time.
#
# RUN: ulimit -t 20 && wrt compile %wasm -o huge.so
# TIMEOUT: 300
# MAX-RSS-MB: 1500
# RUN: wrt run --invoke run huge.so 5
# STDOUT: 400004
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../bad-input/Inputs"))
from wasm_bytes import *

# (block (br_if 0 (i32.and (local.get $x) (i32.const 1))) (local.set $x (i32.add (local.get $x) (i32.const 1))))
# (local.set $x (i32.add (local.get $x) (i32.const 3)))
BLOCK = b"\x02\x40\x20\0\x41\x01\x71\x0d\0\x20\0\x41\x01\x6a\x21\0\x0b" + b"\x20\0\x41\x03\x6a\x21\0"
BLOCKS = 100_000

emit(PREAMBLE + section(TYPE, vector(b"\x60\x01\x7f\x01\x7f")) + section(FUNCTION, vector(b"\0"))
     + section(EXPORT, vector(b"\x03run\0\0")) + section(CODE, vector(body(BLOCK * BLOCKS + b"\x20\0\x0b"))))
