#!/usr/bin/env python3
# A file that ends within the preamble.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-magic-cut.wasm:0x6: unexpected end of section or function
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE[:6])
