#!/usr/bin/env python3
# A text file.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-text.wasm:0x0: magic header not detected: not a WebAssembly module
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(b"Hello, this is no module.\n")
