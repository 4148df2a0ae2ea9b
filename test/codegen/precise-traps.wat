;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; Under --precise-traps every access happens, and in order: all are volatile, and the first of two stores to one place
;; is still there when the second traps.
;; RUN: wrt compile --precise-traps --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --precise-traps --invoke store %wasm 0 1
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: store volatile
;; CHECK: load volatile
;; CHECK: store volatile
;; CHECK-NOT: load i32
;; CHECK-LABEL: ret void
(module
  (memory 1)
  (func (export "store") (param i32 i32)
    (i32.store (local.get 0) (local.get 1))
    (i32.store (local.get 0) (i32.load (local.get 0)))))
