#!/usr/bin/env python3
# A million parentheses and nothing else.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-nested-parentheses.wasm:1:10: unexpected token (
# STDERR:   (module (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…
# STDERR:            ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module " + "(" * 1_000_000 + "\n")
