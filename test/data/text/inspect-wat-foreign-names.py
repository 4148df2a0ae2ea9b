#!/usr/bin/env python3
# A name section that says what text cannot, here the name of a function that is not there, is kept as it is.
#
# RUN: wrt inspect --wat %wasm
# STDOUT: (module
# STDOUT:   (type (;0;) (func))
# STDOUT:   (func (;0;) (type 0)
# STDOUT:   )
# STDOUT:   (@custom "name" (after code) "\01\07\02\00\01f\07\01g")
# STDOUT: )
# RUN: wrt inspect --wat %wasm | wrt wat2wasm - | cmp - %wasm
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

MODULE = b"\0asm\1\0\0\0" + b"\1\4\1\x60\0\0" + b"\3\2\1\0" + b"\x0a\4\1\2\0\x0b"
NAMES = b"\4name" + b"\1\7\2\0\1f\7\1g"
sys.stdout.buffer.write(MODULE + b"\0" + bytes([len(NAMES)]) + NAMES)
