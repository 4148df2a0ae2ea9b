#!/usr/bin/env python3
# A byte that is no UTF-8, in a comment.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-utf8.wasm:2:9: malformed UTF-8 encoding
# STDERR:     ;; caf\xe9
# STDERR:           ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module\n  ;; caf\xe9\n)\n")
