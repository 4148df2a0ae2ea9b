#!/usr/bin/env python3
# A million nested parentheses in an annotation that nobody knows.
#
# RUN: wrt validate %wasm
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module (@a " + "(" * 1_000_000 + ")" * 1_000_000 + "))\n")
