#!/usr/bin/env python3
# Control characters of the text do not reach the terminal.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-control-characters.wasm:1:15: empty identifier
# STDERR:   (module (func $"\x1b[2J" nop))
# STDERR:                 ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module (func $\"\x1b[2J\" nop))\n")
