#!/usr/bin/env python3
# Only the first mistake is told.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-many-errors.wasm:2:9: unknown operator foo
# STDERR:     (func foo)
# STDERR:           ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module\n" + "  (func foo)\n" * 1000 + ")\n")
