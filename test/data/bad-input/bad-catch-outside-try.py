#!/usr/bin/env python3
# A handler where no try is open.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-catch-outside-try.wasm:0x19: END opcode expected: CATCH_ALL outside of TRY
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x02\x40\x19\x0b\x0b"))
