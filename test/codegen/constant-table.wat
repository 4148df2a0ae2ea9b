;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; call_indirect through a table that nothing writes to: neither the table nor function references are read, and the
;; callee's context is the caller's. The table's length is known, and so is what it holds.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 20 0
;; STDOUT: 21
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 20 3
;; STDOUT: 19
;; RUN: wrt run --tier=llvm --invoke tail %wasm 20 3
;; STDOUT: 19
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 1
;; EXIT: 134
;; STDERR: {{.*}}indirect call type mismatch
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 2
;; EXIT: 134
;; STDERR: {{.*}}uninitialized element 2
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke indirect %wasm 1 4
;; EXIT: 134
;; STDERR: {{.*}}undefined element 4
;; STDERR: {{...}}
;; The second table is written to.
;; RUN: wrt run --tier=llvm --invoke written %wasm 20
;; STDOUT: 19

;; CHECK: @table0 = external hidden constant [4 x [2 x i32]]
;; CHECK-NOT: @table1
;; CHECK-LABEL: define {{.*}} @func.w3(
;; CHECK: icmp {{.*}}, {{3|4}}
;; CHECK: load i32, {{.*}} !invariant.load
;; CHECK-NOT: load ptr
;; CHECK: load i32, {{.*}} !invariant.load
;; CHECK-NOT: load ptr
;; CHECK: call tailcc i32 %{{.*}}(ptr {{.*}}%0,
(module
  (type $unary (func (param i32) (result i32)))
  (table $constant 4 funcref)
  (table $written 2 funcref)
  (elem (table $constant) (i32.const 0) func $increment $nothing)
  (elem (table $constant) (i32.const 3) funcref (ref.func $decrement))
  (elem (table $written) (i32.const 0) func $increment)
  (func $increment (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $nothing)
  (func $decrement (param i32) (result i32) (i32.sub (local.get 0) (i32.const 1)))
  (func (export "indirect") (param i32 i32) (result i32)
    (call_indirect $constant (type $unary) (local.get 0) (local.get 1)))
  (func (export "tail") (param i32 i32) (result i32)
    (return_call_indirect $constant (type $unary) (local.get 0) (local.get 1)))
  (func (export "written") (param i32) (result i32)
    (table.set $written (i32.const 0) (table.get $constant (i32.const 3)))
    (call_indirect $written (type $unary) (local.get 0) (i32.const 0))))
