#!/usr/bin/env python3
# A function with as many locals as the validator lets pass, all of them alive at once: compiled within seconds of processor time.
#
# RUN: ulimit -t 20 && wrt compile %wasm -o huge.so
# TIMEOUT: 300
# MAX-RSS-MB: 1500
# RUN: wrt run --invoke run huge.so 1
# STDOUT: 1352601227
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../bad-input/Inputs"))
from wasm_bytes import *

LOCALS = 49_990  # besides the parameter

# $1 is the parameter; each other local is 5 times the one before it, plus the parameter. The result is the xor of all.
code = bytearray(b"\x20\0\x21\x01")
for each in range(2, LOCALS + 1):
    code += b"\x20" + leb(each - 1) + b"\x41\x05\x6c\x20\0\x6a\x21" + leb(each)
code += b"\x41\0"
for each in range(1, LOCALS + 1):
    code += b"\x20" + leb(each) + b"\x73"  # i32.xor

emit(PREAMBLE + section(TYPE, vector(b"\x60\x01\x7f\x01\x7f")) + section(FUNCTION, vector(b"\0"))
     + section(EXPORT, vector(b"\x03run\0\0"))
     + section(CODE, vector(body(bytes(code) + b"\x0b", vector(leb(LOCALS) + b"\x7f")))))
