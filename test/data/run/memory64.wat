;; Memories with 64-bit addresses: checked at both ends of the address space, grown with 64-bit numbers.
;;
;; RUN: wrt run --invoke round_trip %wasm 65528 -5
;; STDOUT: -5
;; RUN: wrt run --invoke load %wasm 65529
;; EXIT: 134
;; STDERR: wrt: memory64.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke load %wasm -1
;; EXIT: 134
;; STDERR: wrt: memory64.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke load_far %wasm 0x100000000
;; EXIT: 134
;; STDERR: wrt: memory64.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke load_far %wasm -8
;; EXIT: 134
;; STDERR: wrt: memory64.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke grow %wasm 2
;; STDOUT: 1
;; STDOUT: 3
;; RUN: wrt run --invoke grow %wasm -1
;; STDOUT: -1
;; STDOUT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory i64 1 4)
  (func (export "round_trip") (param i64 i64) (result i64)
    (i64.store (local.get 0) (local.get 1)) (i64.load (local.get 0)))
  (func (export "load") (param i64) (result i64) (i64.load (local.get 0)))
  (func (export "load_far") (param i64) (result i64) (i64.load offset=16 (local.get 0)))
  (func (export "grow") (param i64) (result i64 i64) (memory.grow (local.get 0)) (memory.size)))
