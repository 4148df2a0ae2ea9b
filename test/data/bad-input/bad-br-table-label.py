#!/usr/bin/env python3
# A br_table of a million labels, the last of which does not exist.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-br-table-label.wasm:0x1d: unknown label 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x41\0\x0e" + leb(1_000_000) + b"\0" * 999_999 + b"\x01" + b"\0\x0b"))
