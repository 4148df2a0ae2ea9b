#!/usr/bin/env python3
# A module cut off within its code section.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-truncated-section.wasm:0x13: length out of bounds
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x01" * 100 + b"\x0b")[:-20])
