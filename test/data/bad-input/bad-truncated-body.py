#!/usr/bin/env python3
# A function whose code stops in the middle of an instruction.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-truncated-body.wasm:0x1a: unexpected end of section or function
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x41\x80\x80"))
