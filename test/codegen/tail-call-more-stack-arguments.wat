;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A tail call takes no stack, even if the callee has more stack arguments than the caller, and another result count
;; than fits in registers travels through the caller's memory.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke few %wasm 3000000
;; STDOUT: 78
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --tier=llvm -O0 --invoke few %wasm 3000000
;; STDOUT: 78
;; RUN: wrt run --tier=llvm --invoke many_results %wasm
;; STDOUT: 1
;; STDOUT: 2
;; STDOUT: 3
;; STDOUT: 4

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: musttail call tailcc i64 @func.w1(
;; CHECK-LABEL: define {{.*}} @func.w1(
;; CHECK: musttail call tailcc i64 @func.w0(
(module
  (func $few (export "few") (param $n i32) (result i64)
    (return_call $many (local.get $n) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
      (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11) (i64.const 12)))
  (func $many (param $n i32) (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
    (if (i32.eqz (local.get $n))
      (then (return
        (i64.add (local.get 1) (i64.add (local.get 2) (i64.add (local.get 3) (i64.add (local.get 4)
        (i64.add (local.get 5) (i64.add (local.get 6) (i64.add (local.get 7) (i64.add (local.get 8)
        (i64.add (local.get 9) (i64.add (local.get 10) (i64.add (local.get 11) (local.get 12)))))))))))))))
    (return_call $few (i32.sub (local.get $n) (i32.const 1))))
  (func $four (result i32 i64 f32 f64) (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4))
  (func $via (param f64 f64 f64 f64 f64 f64 f64 f64 f64 f64) (result i32 i64 f32 f64) (return_call $four))
  (func (export "many_results") (result i32 i64 f32 f64)
    (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0)
    (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0)
    (return_call $via)))
