#!/usr/bin/env python3
# A rethrow outside of its try's handlers: there is no exception yet.
#
# RUN: wrt validate %wasm
# EXIT: 1
# STDERR: wrt: bad-rethrow-label.wasm:0x19: invalid rethrow label: not that of a try in one of whose handlers this is
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))
from wasm_bytes import *

emit(one_function(b"\x06\x40\x09\x00\x19\x0b\x0b"))
