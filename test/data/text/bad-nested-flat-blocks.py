#!/usr/bin/env python3
# A million blocks in flat form.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-nested-flat-blocks.wasm:1:600015: nesting is too deep
# STDERR:   …block block block block block block block block block block block block block block block block block block block block …
# STDERR:                                                                ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module (func " + "block " * 1_000_000 + "end " * 1_000_000 + "))\n")
