;; Two memories of different size: each has its own bounds, and data can be copied from one to the other.
;;
;; RUN: wrt run --invoke copied %wasm
;; STDOUT: 1819043176
;; STDOUT: 0
;; RUN: wrt run --invoke load %wasm 70000
;; STDOUT: 0
;; RUN: wrt run --invoke load_small %wasm 70000
;; EXIT: 134
;; STDERR: wrt: multi-memory.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory $small 1)
  (memory $large 2)
  (data (memory $small) (i32.const 0) "hello")
  (func (export "copied") (result i32 i32)
    (memory.copy $large $small (i32.const 100) (i32.const 0) (i32.const 5))
    (i32.load $large (i32.const 100))
    (i32.load $small (i32.const 100)))
  (func (export "load") (param i32) (result i32) (i32.load $large (local.get 0)))
  (func (export "load_small") (param i32) (result i32) (i32.load $small (local.get 0))))
