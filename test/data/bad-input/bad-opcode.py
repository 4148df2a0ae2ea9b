#!/usr/bin/env python3
# A byte that is no instruction.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-opcode.wasm:0x17: illegal opcode 16
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x16\x0b"))
