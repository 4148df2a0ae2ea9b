#!/usr/bin/env python3
# A million comments that are opened and one too few closed.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-nested-comments.wasm:1:9: unclosed comment
# STDERR:   (module (;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;(;…
# STDERR:           ^
# EXIT: 1
# TIMEOUT: 10
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module " + "(;" * 1_000_000 + ";)" * 999_999 + ")\n")
