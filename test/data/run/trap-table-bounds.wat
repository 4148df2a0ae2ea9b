;; RUN: wrt run --invoke get %wasm 1
;; STDOUT: null
;; RUN: wrt run --invoke get %wasm 2
;; EXIT: 134
;; STDERR: wrt: trap-table-bounds.wasm: trap: out of bounds table access
;; STDERR: {{...}}
;; RUN: wrt run --invoke set %wasm -1 null
;; EXIT: 134
;; STDERR: wrt: trap-table-bounds.wasm: trap: out of bounds table access
;; STDERR: {{...}}
;; RUN: wrt run --invoke fill %wasm 1 2
;; EXIT: 134
;; STDERR: wrt: trap-table-bounds.wasm: trap: out of bounds table access
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (table 2 externref)
  (func (export "get") (param i32) (result externref) (table.get 0 (local.get 0)))
  (func (export "set") (param i32 externref) (table.set 0 (local.get 0) (local.get 1)))
  (func (export "fill") (param i32 i32) (table.fill 0 (local.get 0) (ref.null extern) (local.get 1))))
