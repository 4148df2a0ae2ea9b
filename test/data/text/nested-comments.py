#!/usr/bin/env python3
# A million nested comments are a comment.
#
# RUN: wrt validate %wasm
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module " + "(;" * 1_000_000 + ";)" * 1_000_000 + ")\n")
