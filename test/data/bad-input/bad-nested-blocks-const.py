#!/usr/bin/env python3
# A constant expression of 100,000 nested blocks.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-nested-blocks-const.wasm:0xf: constant expression required: block is not constant
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(GLOBAL, vector(b"\x7f\0" + b"\x02\x40" * 100_000 + b"\x0b" * 100_001)))
