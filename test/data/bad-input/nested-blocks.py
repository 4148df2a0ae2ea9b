#!/usr/bin/env python3
# 50,000 blocks, each in the one before: as many as are allowed.
#
# RUN: wrt validate %wasm
# EXIT: 0
# TIMEOUT: 5
# MAX-RSS-MB: 100
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x02\x40" * 50_000 + b"\x0b" * 50_001))
