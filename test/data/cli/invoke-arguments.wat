;; --invoke reads arguments by the parameters' types and prints results so that they can be read again.
;;
;; RUN: wrt run --invoke i32 %wasm -1
;; STDOUT: -1
;; RUN: wrt run --invoke i32 %wasm 0xffffffff
;; STDOUT: -1
;; RUN: wrt run --invoke i64 %wasm -0x8000000000000000
;; STDOUT: -9223372036854775808
;; RUN: wrt run --invoke i64 %wasm 18446744073709551615
;; STDOUT: -1
;; RUN: wrt run --invoke f32 %wasm 0.1
;; STDOUT: 0.1
;; RUN: wrt run --invoke f32 %wasm -inf
;; STDOUT: -inf
;; RUN: wrt run --invoke f32 %wasm -nan:0x200000
;; STDOUT: -nan:0x200000
;; RUN: wrt run --invoke f64 %wasm 0x1.8p3
;; STDOUT: 12
;; RUN: wrt run --invoke f64 %wasm nan
;; STDOUT: nan
;; RUN: wrt run --invoke f64 %wasm -0
;; STDOUT: -0
;; RUN: wrt run --invoke f64 %wasm 1e-300
;; STDOUT: 1e-300
;; RUN: wrt run --invoke v128 %wasm 1,-1,0x10,4294967295
;; STDOUT: 0x00000001,0xffffffff,0x00000010,0xffffffff
;; RUN: wrt run --invoke externref %wasm null
;; STDOUT: null
;; RUN: wrt run --invoke nothing %wasm
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "i32") (param i32) (result i32) (local.get 0))
  (func (export "i64") (param i64) (result i64) (local.get 0))
  (func (export "f32") (param f32) (result f32) (local.get 0))
  (func (export "f64") (param f64) (result f64) (local.get 0))
  (func (export "v128") (param v128) (result v128) (local.get 0))
  (func (export "externref") (param externref) (result externref) (local.get 0))
  (func (export "nothing")))
