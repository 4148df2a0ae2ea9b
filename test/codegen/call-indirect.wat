;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; call_indirect: three checks with a trap each (for two the index is in a register), one comparison of type ids, a
;; tailcc call with the callee's own context, behind a branch: where it is the caller's, the callee need not wait for it.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 20 0
;; STDOUT: 21
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 1
;; EXIT: 134
;; STDERR: {{.*}}indirect call type mismatch
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 2
;; EXIT: 134
;; STDERR: {{.*}}uninitialized element 2
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 3
;; EXIT: 134
;; STDERR: {{.*}}undefined element 3
;; STDERR: {{...}}

;; CHECK-LABEL: define {{.*}} @func.w2(
;; CHECK: icmp {{.*}} i64
;; CHECK: call void asm sideeffect "", "{rax}"(i64
;; CHECK: call void @llvm.ubsantrap(i8 4)
;; CHECK: icmp eq ptr {{.*}}, null
;; CHECK: call void asm sideeffect "", "{rax}"(i64
;; CHECK: call void @llvm.ubsantrap(i8 5)
;; CHECK: load i32, {{.*}} !invariant.load
;; CHECK: icmp {{.*}} i32
;; CHECK: call void @llvm.ubsantrap(i8 6)
;; CHECK: icmp {{eq|ne}} ptr [[THEIRS:%.*]], %0
;; CHECK: [[CONTEXT:%.*]] = phi ptr {{.*}}%0, {{.*}}[[THEIRS]],
;; CHECK-NOT: icmp
;; CHECK: call tailcc i32 %{{.*}}(ptr [[CONTEXT]], i32 %{{.*}})
(module
  (type $unary (func (param i32) (result i32)))
  (table (export "table") 3 funcref)
  (elem (i32.const 0) $increment $nothing)
  (func $increment (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $nothing)
  (func (export "indirect") (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 1))))
