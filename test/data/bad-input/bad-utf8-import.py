#!/usr/bin/env python3
# The name of an import is not UTF-8.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-utf8-import.wasm:0xb: malformed UTF-8 encoding
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(IMPORT, vector(b"\x02\xc0\x80\0\0\0")))
