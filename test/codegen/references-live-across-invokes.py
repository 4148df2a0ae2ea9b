#!/usr/bin/env python3
# A call inside of a try_table may collect. A reference of which only an address is needed afterwards is used behind it,
# where the call returns and where an exception arrives. (Bytes, because wabt's text format knows no arrays.)
#
# RUN: wrt compile --emit llvm-ir %wasm -o out.ll
# RUN: wrt run --tier=llvm --invoke fill %wasm 8
# RUN: FileCheck --input-file=%t/out.ll %s
#
# CHECK-LABEL: define {{.*}} @func.w1(
# CHECK:       invoke tailcc void
# CHECK-NEXT:  to label %[[RETURNED:[0-9]+]] unwind label %[[THROWN:[0-9]+]]
# CHECK:       [[THROWN]]:
# CHECK-NEXT:  landingpad
# CHECK-NEXT:  cleanup
# CHECK-NEXT:  call void asm sideeffect "", "X"(ptr %[[ARRAY:[0-9]+]])
# CHECK:       [[RETURNED]]:
# CHECK-NEXT:  call void asm sideeffect "", "X"(ptr %[[ARRAY]])
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/bad-input/Inputs"))
from wasm_bytes import *

TYPES = vector(b"\x5e\x7e\x01", b"\x60\0\0", b"\x60\x01\x7f\0")  # (array (mut i64)), a tag's, (func (param i32))

# (if (i32.eqz (i32.and (local.get 0) (i32.const 3))) (then (throw 0)))
MAY_THROW = b"\x20\0\x41\x03\x71\x45\x04\x40\x08\0\x0b\x0b"


def set_element(value):
    """(array.set 0 (local.get $array) (local.get $i) (i64.const VALUE))"""
    return b"\x20\x01\x20\x02\x42" + bytes([value]) + b"\xfb\x0e\0"


FILL = (
    b"\x20\0\xfb\x07\0\x21\x01"  # (local.set $array (array.new_default 0 (local.get $n)))
    + b"\x03\x40"  # loop
    + set_element(1)
    + b"\x02\x40\x1f\x40\x01\x02\0\x20\x02\x10\0\x0b\x0b"  # block (try_table (catch_all 0) (call 0 (local.get $i))) end
    + set_element(2)
    + b"\x20\x02\x41\x01\x6a\x22\x02\x20\0\x49\x0d\0"  # (br_if 0 (i32.lt_u (local.tee $i … + 1) (local.get $n)))
    + b"\x0b\x0b"
)

emit(PREAMBLE + section(TYPE, TYPES) + section(FUNCTION, vector(b"\x02", b"\x02")) + section(TAG, vector(b"\0\x01"))
     + section(EXPORT, vector(b"\x04fill\0\x01"))
     + section(CODE, vector(body(MAY_THROW), body(FILL, b"\x02\x01\x63\0\x01\x7f"))))
