;; Ten million tail calls need the stack of one: direct, mutual between different signatures, and indirect.
;;
;; RUN: wrt run --invoke count %wasm 10000000
;; STDOUT: 0
;; RUN: wrt run --tier=llvm -O0 --invoke count %wasm 10000000
;; STDOUT: 0
;; RUN: wrt run --invoke even %wasm 10000001
;; STDOUT: 0
;; RUN: wrt run --invoke indirect %wasm 10000000 0
;; STDOUT: 10000000
;; RUN: wrt run --invoke many %wasm 10000000
;; STDOUT: 1
;; STDOUT: 2
;; STDOUT: 3
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $step (func (param i32 i32) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $indirect)
  (func $count (export "count") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 0))))
    (return_call $count (i32.sub (local.get 0) (i32.const 1))))
  (func $even (export "even") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))
      (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8)))
  (func $odd (param i32 i64 i64 i64 i64 i64 i64 i64 i64) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))
  (func $indirect (export "indirect") (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1)) (i32.const 0)))
  (func $many (export "many") (param i32) (result i32 i64 f32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1) (i64.const 2) (f32.const 3))))
    (return_call $many (i32.sub (local.get 0) (i32.const 1)))))
