#!/usr/bin/env python3
# A body that cannot be read has no text, and no file is left; its listing ends where it is wrong.
#
# RUN: wrt inspect --wat %wasm -o a.wat
# STDERR: wrt: bad-inspect-wat-body.wasm:0x19: illegal opcode ff
# EXIT: 1
# RUN: test -e a.wat
# EXIT: 1
# RUN: wrt inspect --func 0 %wasm
# STDOUT: (func (;0;) (type 0)  ;; 5 bytes at 0x16
# STDOUT:   (;0x000017;) block  ;; @1
# STDERR: wrt: bad-inspect-wat-body.wasm:0x19: illegal opcode ff
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

MODULE = b"\0asm\1\0\0\0" + b"\1\4\1\x60\0\0" + b"\3\2\1\0" + b"\x0a\7\1\5\0\2\x40\xff\x0b"
sys.stdout.buffer.write(MODULE)
