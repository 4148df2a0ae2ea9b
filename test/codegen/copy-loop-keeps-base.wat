;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A loop that stores to guest memory loads neither the memory's base nor a global again: LLVM knows that a guest store
;; can't change them.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke copy %wasm 0 64 4
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: %memory_base = load ptr, {{.*}} !invariant.load
;; CHECK-NOT: load ptr
;; CHECK-NOT: load i32, ptr {{.*}} !tbaa [[GLOBAL:.*]]
;; CHECK: load {{.*}} !tbaa [[GUEST:![0-9]+]]
;; CHECK: store {{.*}} !tbaa [[GUEST]]
;; CHECK-LABEL: ret void
(module
  (memory 1)
  (global $steps (mut i32) (i32.const 0))
  (func (export "copy") (param $to i32) (param $from i32) (param $count i32)
    loop
      local.get $to
      local.get $from
      i32.load8_u
      i32.store8
      global.get $steps
      local.get $count
      i32.xor
      global.set $steps
      local.get $to
      i32.const 1
      i32.add
      local.set $to
      local.get $from
      i32.const 1
      i32.add
      local.set $from
      local.get $count
      i32.const 1
      i32.sub
      local.tee $count
      br_if 0
    end))
