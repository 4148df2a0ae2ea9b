;; Endless recursion is a trap, whatever the frames look like, and its backtrace is of bearable length.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run --invoke plain %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow.wasm: trap: call stack exhausted
;; STDERR:   #0 plain (func 0) at trap-stack-overflow.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 plain (func 0) at trap-stack-overflow.wasm:0x{{[0-9a-f]+}}
;; STDERR: {{...}}
;; STDERR:   … {{[0-9]+}} frames omitted
;; STDERR: {{...}}
;; STDERR:   #{{[0-9]+}} plain (func 0) at trap-stack-overflow.wasm:0x{{[0-9a-f]+}}
;; RUN: wrt run --invoke mutual %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: wrt run --invoke indirect %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (table 1 funcref)
  (elem (i32.const 0) $indirect)
  (func $plain (export "plain") (param i32) (result i32)
    (i32.add (i32.const 1) (call $plain (i32.add (local.get 0) (i32.const 1)))))
  (func $mutual (export "mutual") (param i64) (result i64)
    (i64.mul (i64.const 3) (call $other (i64.add (local.get 0) (i64.const 1)) (f64.const 1))))
  (func $other (param i64 f64) (result i64)
    (i64.add (i64.const 5) (call $mutual (i64.xor (local.get 0) (i64.const 1)))))
  (func $indirect (export "indirect") (param i32) (result i32)
    (i32.add (i32.const 1) (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))))
