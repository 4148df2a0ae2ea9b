#!/usr/bin/env python3
# The function section stands before the type section.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-section-order.wasm:0xc: unexpected content after last section: the type section is out of order or repeated
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(FUNCTION, vector(b"\0")) + section(TYPE, vector(b"\x60\0\0")))
