;; Several results of functions, blocks, loops and indirect calls, on both sides of the limit for registers.
;;
;; RUN: wrt run --invoke swap %wasm 1 2
;; STDOUT: 2
;; STDOUT: 1
;; RUN: wrt run --invoke five %wasm 10
;; STDOUT: 10
;; STDOUT: 11
;; STDOUT: 1.5
;; STDOUT: -2.25
;; STDOUT: 0x00000001,0x00000002,0x00000003,0x00000004
;; RUN: wrt run --invoke sum %wasm 10
;; STDOUT: 21
;; RUN: wrt run --invoke factorial %wasm 20
;; STDOUT: 2432902008176640000
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $five (func (param i32) (result i32 i64 f32 f64 v128)))
  (table 1 funcref)
  (elem (i32.const 0) $five)
  (func (export "swap") (param i32 i32) (result i32 i32) (local.get 1) (local.get 0))
  (func $five (export "five") (type $five)
    (local.get 0)
    (i64.extend_i32_s (i32.add (local.get 0) (i32.const 1)))
    (f32.const 1.5) (f64.const -2.25) (v128.const i32x4 1 2 3 4))
  (func (export "sum") (param i32) (result i64)
    (local $b i64)
    (call_indirect (type $five) (local.get 0) (i32.const 0))
    drop drop drop
    (local.set $b)
    (i64.add (i64.extend_i32_s) (local.get $b)))
  (func (export "factorial") (param i64) (result i64)
    (i64.const 1) (local.get 0)
    (loop $next (param i64 i64) (result i64)
      (local.set 0)
      (i64.mul (local.get 0))
      (i64.sub (local.get 0) (i64.const 1))
      (i64.ne (local.tee 0) (i64.const 0))
      (if (param i64) (result i64) (then (local.get 0) (br $next))))))
