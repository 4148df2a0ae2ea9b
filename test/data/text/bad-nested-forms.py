#!/usr/bin/env python3
# A million nested parentheses in a body.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-nested-forms.wasm:1:700016: nesting is too deep
# STDERR:   …ck (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (bloc…
# STDERR:                                                                ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module (func " + "(block " * 1_000_000 + ")" * 1_000_000 + "))\n")
