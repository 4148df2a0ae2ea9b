#!/usr/bin/env python3
# The data count section announces a segment that does not come.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-data-count.wasm:0xb: data count and data section have inconsistent lengths: 1 and 0
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(DATA_COUNT, leb(1)))
