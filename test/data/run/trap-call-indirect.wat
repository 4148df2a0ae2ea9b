;; The three ways in which call_indirect can fail, and one in which it does not.
;;
;; RUN: wrt run --invoke call %wasm 0
;; STDOUT: 42
;; RUN: wrt run --invoke call %wasm 1
;; EXIT: 134
;; STDERR: wrt: trap-call-indirect.wasm: trap: indirect call type mismatch
;; STDERR: {{...}}
;; RUN: wrt run --invoke call %wasm 2
;; EXIT: 134
;; STDERR: wrt: trap-call-indirect.wasm: trap: uninitialized element 2
;; STDERR: {{...}}
;; RUN: wrt run --invoke call %wasm 3
;; EXIT: 134
;; STDERR: wrt: trap-call-indirect.wasm: trap: undefined element 3
;; STDERR: {{...}}
;; RUN: wrt run --invoke call %wasm -1
;; EXIT: 134
;; STDERR: wrt: trap-call-indirect.wasm: trap: undefined element 4294967295
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (table 3 funcref)
  (elem (i32.const 0) $right $wrong)
  (func $right (result i32) (i32.const 42))
  (func $wrong (result i64) (i64.const 42))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
