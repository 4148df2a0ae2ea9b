#!/usr/bin/env python3
# Two functions are declared, one has a body.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-function-count.wasm:0x19: function and code section have inconsistent lengths: 2 functions, 1 bodies
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(TYPE, vector(b"\x60\0\0")) + section(FUNCTION, vector(b"\0", b"\0")) +
     section(CODE, vector(body(b"\x0b"))))
