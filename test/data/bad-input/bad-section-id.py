#!/usr/bin/env python3
# A section that does not exist.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-section-id.wasm:0x8: malformed section id: 99
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(99, b"abc"))
