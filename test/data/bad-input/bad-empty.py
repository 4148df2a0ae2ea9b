#!/usr/bin/env python3
# An empty file.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-empty.wasm:0x0: unexpected end: the file is empty
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(b"")
