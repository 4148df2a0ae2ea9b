#!/usr/bin/env python3
# The same without the mistake, and with lines that end in CR alone.
#
# RUN: wrt validate %wasm
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module\r\n  ;; one\r\n  (func)\r  ;; two\r  (func (call 0)))\r\n")
