#!/usr/bin/env python3
# A version that does not exist.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-version.wasm:0x4: unknown binary version: 2, must be 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(b"\0asm\x02\0\0\0")
