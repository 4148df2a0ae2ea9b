;; Division by zero and the one quotient that does not fit; the remainder of that one is 0.
;;
;; RUN: wrt run --invoke div_s %wasm 7 0
;; EXIT: 134
;; STDERR: wrt: trap-integer-division.wasm: trap: integer divide by zero
;; STDERR: {{...}}
;; RUN: wrt run --invoke div_u %wasm 7 0
;; EXIT: 134
;; STDERR: wrt: trap-integer-division.wasm: trap: integer divide by zero
;; STDERR: {{...}}
;; RUN: wrt run --invoke rem64 %wasm 7 0
;; EXIT: 134
;; STDERR: wrt: trap-integer-division.wasm: trap: integer divide by zero
;; STDERR: {{...}}
;; RUN: wrt run --invoke div_s %wasm -2147483648 -1
;; EXIT: 134
;; STDERR: wrt: trap-integer-division.wasm: trap: integer overflow
;; STDERR: {{...}}
;; RUN: wrt run --invoke rem64 %wasm -9223372036854775808 -1
;; STDOUT: 0
;; RUN: wrt run --invoke div_s %wasm -7 2
;; STDOUT: -3
;; RUN: wrt run --invoke div_u %wasm -1 2
;; STDOUT: 2147483647
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "div_s") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "div_u") (param i32 i32) (result i32) (i32.div_u (local.get 0) (local.get 1)))
  (func (export "rem64") (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1))))
