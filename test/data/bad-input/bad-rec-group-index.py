#!/usr/bin/env python3
# A recursion group of 100,000 types whose last one names a type behind it.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-rec-group-index.wasm:{{0x[0-9a-f]+}}: unknown type 100000
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(TYPE, vector(b"\x4e" + vector(*[b"\x5f\x01\x63" + index_leb(i) + b"\0" for i in range(1, 100_001)]))))
