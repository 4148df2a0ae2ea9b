#!/usr/bin/env python3
# Two runs of locals that together are more than a function can count.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-locals-4-gib.wasm:0x16: too many locals
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x0b", vector(leb(2**32 - 1) + b"\x7f", leb(2) + b"\x7e")))
