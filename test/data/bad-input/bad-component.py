#!/usr/bin/env python3
# A component, which is another kind of file with the same magic number.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-component.wasm:0x4: unknown binary version: this is a component, not a core module
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(b"\0asm\x0d\0\x01\0")
