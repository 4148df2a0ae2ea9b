#!/usr/bin/env python3
# Lines may end in CR LF, and are counted once.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-crlf.wasm:3:4: unknown operator fun
# STDERR:     (fun))
# STDERR:      ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module\r\n  (func)\r\n  (fun))\r\n")
