#!/usr/bin/env python3
# Names in an unusual encoding, here with an empty list of locals, are names all the same.
#
# RUN: wrt inspect --wat %wasm
# STDOUT: (module
# STDOUT:   (type (;0;) (func))
# STDOUT:   (func $f (;0;) (type 0)
# STDOUT:   )
# STDOUT: )
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

MODULE = b"\0asm\1\0\0\0" + b"\1\4\1\x60\0\0" + b"\3\2\1\0" + b"\x0a\4\1\2\0\x0b"
NAMES = b"\4name" + b"\1\4\1\0\1f" + b"\2\3\1\0\0"
sys.stdout.buffer.write(MODULE + b"\0" + bytes([len(NAMES)]) + NAMES)
