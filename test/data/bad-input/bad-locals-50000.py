#!/usr/bin/env python3
# A function with 50,000 locals, which is the first number that is too large.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-locals-50000.wasm:0x16: too many locals: 50000 with the parameters, must be fewer than 50000
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x0b", vector(leb(50_000) + b"\x7f")))
