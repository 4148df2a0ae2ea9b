#!/usr/bin/env python3
# Code behind the end of a function.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-code-behind-end.wasm:0x18: section size mismatch: code behind the end of the function
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x0b\x01\x0b"))
