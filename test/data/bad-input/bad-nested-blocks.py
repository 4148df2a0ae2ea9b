#!/usr/bin/env python3
# 100,000 blocks, each in the one before: more than the limit of 50,000.
#
# RUN: wrt validate %wasm
# EXIT: 1
# TIMEOUT: 5
# MAX-RSS-MB: 100
# STDERR: wrt: bad-nested-blocks.wasm:{{0x[0-9a-f]+}}: blocks nested too deeply: more than 50000
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x02\x40" * 100_000 + b"\x0b" * 100_001))
