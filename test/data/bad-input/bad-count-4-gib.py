#!/usr/bin/env python3
# Each count of 2^32-1 entries is refused before there is memory for one.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-count-4-gib.wasm:0xa: length out of bounds
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(TYPE, leb(2**32 - 1) + b"\x60\0\0"))
