#!/usr/bin/env python3
# 100 equal recursion groups of 1,000 types that name each other.
#
# RUN: wrt validate %wasm
# EXIT: 0
# TIMEOUT: 5
# MAX-RSS-MB: 150
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

group = b"\x4e" + leb(1_000)
emit(PREAMBLE + section(TYPE, vector(*[
    group + b"".join(b"\x5f\x01\x63" + index_leb(first + (i * 7 + 1) % 1_000) + b"\0" for i in range(1_000))
    for first in range(0, 100_000, 1_000)])))
