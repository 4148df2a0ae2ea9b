#!/usr/bin/env python3
# A chain of 1,000 types, each a subtype of the one before.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-subtype-chain.wasm:{{0x[0-9a-f]+}}: sub type 64 is too deep: more than 63 super types
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(TYPE, vector(b"\x50\0\x5f\0", *[b"\x50\x01" + leb(i) + b"\x5f\0" for i in range(999)])))
