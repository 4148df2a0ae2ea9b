#!/usr/bin/env python3
# A number of six bytes where five are enough for all.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-leb128-overlong.wasm:0x16: integer representation too long
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(MEMORY, b"\x01\0" + b"\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\0"))
