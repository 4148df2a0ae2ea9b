#!/usr/bin/env python3
# A byte order mark in front of the text.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-byte-order-mark.wasm:1:1: illegal character
# STDERR:   \xef\xbb\xbf(module)
# STDERR:   ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"\xef\xbb\xbf(module)\n")
