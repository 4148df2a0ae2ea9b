#!/usr/bin/env python3
# A br_table that says it has 2^32-1 labels.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-br-table-count.wasm:0x1a: length out of bounds
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x41\0\x0e" + leb(2**32 - 1) + b"\0\0\x0b"))
