#!/usr/bin/env python3
# A name in a message cannot write to the terminal.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-export-name-controls.wasm:0x19: duplicate export name "\1b[31m\0a"
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

name = b"\x06\x1b[31m\n\x02\0"
emit(PREAMBLE + section(MEMORY, vector(b"\0\0")) + section(EXPORT, vector(name, name)))
