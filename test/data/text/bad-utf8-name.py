#!/usr/bin/env python3
# An export whose name is no UTF-8.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-utf8-name.wasm:1:23: malformed UTF-8 encoding
# STDERR:   (module (func (export "a\ff")))
# STDERR:                         ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.buffer.write(b"(module (func (export \"a\\ff\")))\n")
