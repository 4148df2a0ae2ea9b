;; Tables of references: growing, copying, initialising; null and functions told apart.
;;
;; WAT2WASM-FLAGS: --enable-tail-call
;; RUN: wrt run --invoke grow %wasm 3
;; STDOUT: 2
;; STDOUT: 5
;; RUN: wrt run --invoke grow %wasm 100
;; STDOUT: -1
;; STDOUT: 2
;; RUN: wrt run --invoke is_null %wasm 0
;; STDOUT: 1
;; RUN: wrt run --invoke after_init %wasm
;; STDOUT: 0
;; STDOUT: 12
;; RUN: wrt run --invoke pass %wasm null
;; STDOUT: null
;; RUN: wrt run --invoke function %wasm
;; STDOUT: funcref
;; RUN: wrt run --invoke pick %wasm 0
;; STDOUT: null
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (table $t 2 10 funcref)
  (elem $e funcref (ref.func $twelve) (ref.null func))
  (func $twelve (result i32) (i32.const 12))
  (func (export "grow") (param i32) (result i32 i32)
    (table.grow $t (ref.null func) (local.get 0)) (table.size $t))
  (func (export "is_null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0))))
  (func (export "after_init") (result i32 i32)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 2))
    (elem.drop $e)
    (table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 1))
    (ref.is_null (table.get $t (i32.const 1)))
    (call_indirect $t (result i32) (i32.const 1)))
  (func (export "pass") (param externref) (result externref) (local.get 0))
  (func (export "function") (result funcref) (ref.func $twelve))
  (func (export "pick") (param i32) (result funcref)
    (select (result funcref) (ref.func $twelve) (ref.null func) (local.get 0))))
