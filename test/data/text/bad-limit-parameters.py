#!/usr/bin/env python3
# A limit of the decoder has no place in the text: the binary that the text makes cannot be taken apart.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-limit-parameters.wasm: too many function parameters: 1001, at most 1000 are supported (at 0xd of the binary that it makes)
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module (type (func (param" + " i32" * 1001 + "))))\n")
