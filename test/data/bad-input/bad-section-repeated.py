#!/usr/bin/env python3
# Two memory sections.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-section-repeated.wasm:0xd: unexpected content after last section: the memory section is out of order or repeated
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(PREAMBLE + section(MEMORY, vector(b"\0\x01")) * 2)
