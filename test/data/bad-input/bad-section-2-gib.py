#!/usr/bin/env python3
# A section that says it has 2 GiB.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-section-2-gib.wasm:0x9: length out of bounds
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + bytes([CODE]) + leb(2**31) + b"\x01\x02\0\x0b")
