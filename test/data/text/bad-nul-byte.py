#!/usr/bin/env python3
# A zero byte inside.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-nul-byte.wasm:2:8: illegal character
# STDERR:     (func\x00))
# STDERR:          ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module\n  (func\0))\n")
