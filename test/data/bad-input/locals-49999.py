#!/usr/bin/env python3
# A function with 49,999 locals, as many as are allowed.
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

emit(one_function(b"\x0b", vector(leb(49_999) + b"\x7f")))
