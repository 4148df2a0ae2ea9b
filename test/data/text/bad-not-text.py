#!/usr/bin/env python3
# What begins neither as a binary nor as text: a sentence, a program, white space.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-not-text.wasm:0x0: magic header not detected: not a WebAssembly module
# EXIT: 1
# RUN: wrt validate /bin/true
# STDERR: wrt: /bin/true: magic header not detected: not a WebAssembly module
# EXIT: 1
# RUN: printf "  \n" > blank.wat; wrt run blank.wat
# STDERR: wrt: blank.wat:0x3: unexpected end of section or function
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("module (func)\n")
