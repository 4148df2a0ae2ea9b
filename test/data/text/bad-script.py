#!/usr/bin/env python3
# A script holds more than a module.
#
# RUN: wrt validate %wasm
# STDERR: wrt: bad-script.wasm:2:1: unexpected token (
# STDERR:   (assert_return (invoke "f"))
# STDERR:   ^
# EXIT: 1
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import sys

sys.stdout.write("(module)\n(assert_return (invoke \"f\"))\n")
