#!/usr/bin/env python3
# White space without an end is no text.
#
# RUN: yes "" | wrt validate -
# STDERR: wrt: <stdin>:0x0: magic header not detected: not a WebAssembly module
# EXIT: 1
# MAX-RSS-MB: 60
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("\n")
