;; Atomic instructions on a shared memory, alone in the process: results, alignment, wait and notify.
;;
;; RUN: wrt run --invoke add %wasm 5
;; STDOUT: 0
;; STDOUT: 5
;; RUN: wrt run --invoke cmpxchg %wasm 0 9
;; STDOUT: 0
;; STDOUT: 9
;; RUN: wrt run --invoke cmpxchg %wasm 1 9
;; STDOUT: 0
;; STDOUT: 0
;; RUN: wrt run --invoke unaligned %wasm 2
;; EXIT: 134
;; STDERR: wrt: atomics.wasm: trap: unaligned atomic
;; STDERR: {{...}}
;; RUN: wrt run --invoke outside %wasm 65536
;; EXIT: 134
;; STDERR: wrt: atomics.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke wait %wasm 1 1000
;; STDOUT: 1
;; RUN: wrt run --invoke wait %wasm 0 1000
;; STDOUT: 2
;; RUN: wrt run --invoke notify %wasm
;; STDOUT: 0
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1 1 shared)
  (func (export "add") (param i32) (result i32 i32)
    (i32.atomic.rmw.add (i32.const 8) (local.get 0)) (i32.atomic.load (i32.const 8)))
  (func (export "cmpxchg") (param i64 i64) (result i64 i64)
    (i64.atomic.rmw.cmpxchg (i32.const 16) (local.get 0) (local.get 1)) (i64.atomic.load (i32.const 16)))
  (func (export "unaligned") (param i32) (result i32) (i32.atomic.load (local.get 0)))
  (func (export "outside") (param i32) (result i32) (i32.atomic.load (local.get 0)))
  (func (export "wait") (param i32 i64) (result i32)
    (memory.atomic.wait32 (i32.const 0) (local.get 0) (local.get 1)))
  (func (export "notify") (result i32) (memory.atomic.notify (i32.const 0) (i32.const 1))))
