;; Recursion without end traps wherever it happens: between guest and host functions, in a start function, with frames
;; full of vectors; and whatever stack the system gives the process, on which no guest runs.
;;
;; RUN: wrt run --invoke through_host %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: wrt run --invoke vectors %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: ulimit -s 256 && wrt run --invoke through_host %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: ulimit -s 256 && wrt run --invoke vectors %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: ulimit -s 256 && wrt run --invoke deep %wasm 50000
;; STDOUT: 50000
;; RUN: ulimit -s unlimited && wrt run --invoke deep %wasm 50000
;; STDOUT: 50000
;; RUN: ulimit -s unlimited && wrt run --invoke through_host %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: ulimit -s unlimited && wrt run --invoke vectors %wasm 0
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-frames.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  ;; Each level asks the host for something, so that it is the host that has no room in the end.
  (func $through_host (export "through_host") (param $depth i32) (result i32)
    (drop (call $random (i32.const 0) (i32.const 4096)))
    (i32.add (i32.const 1) (call $through_host (i32.add (local.get $depth) (i32.const 1)))))
  (func $deep (export "deep") (param $depth i32) (result i32)
    (if (result i32) (local.get $depth)
      (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get $depth) (i32.const 1)))))
      (else (i32.const 0))))
  ;; Sixteen vectors that are needed behind the call.
  (func $vectors (export "vectors") (param $depth i32) (result i32)
    (local v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    (local $below i32)
    (local.set 1 (v128.load (i32.const 0)))
    (local.set 2 (v128.load (i32.const 16)))
    (local.set 3 (v128.load (i32.const 32)))
    (local.set 4 (v128.load (i32.const 48)))
    (local.set 5 (v128.load (i32.const 64)))
    (local.set 6 (v128.load (i32.const 80)))
    (local.set 7 (v128.load (i32.const 96)))
    (local.set 8 (v128.load (i32.const 112)))
    (local.set 9 (v128.load (i32.const 128)))
    (local.set 10 (v128.load (i32.const 144)))
    (local.set 11 (v128.load (i32.const 160)))
    (local.set 12 (v128.load (i32.const 176)))
    (local.set 13 (v128.load (i32.const 192)))
    (local.set 14 (v128.load (i32.const 208)))
    (local.set 15 (v128.load (i32.const 224)))
    (local.set 16 (v128.load (i32.const 240)))
    (local.set $below (call $vectors (i32.add (local.get $depth) (i32.const 1))))
    (v128.store (i32.const 240) (local.get 1))
    (v128.store (i32.const 224) (local.get 2))
    (v128.store (i32.const 208) (local.get 3))
    (v128.store (i32.const 192) (local.get 4))
    (v128.store (i32.const 176) (local.get 5))
    (v128.store (i32.const 160) (local.get 6))
    (v128.store (i32.const 144) (local.get 7))
    (v128.store (i32.const 128) (local.get 8))
    (v128.store (i32.const 112) (local.get 9))
    (v128.store (i32.const 96) (local.get 10))
    (v128.store (i32.const 80) (local.get 11))
    (v128.store (i32.const 64) (local.get 12))
    (v128.store (i32.const 48) (local.get 13))
    (v128.store (i32.const 32) (local.get 14))
    (v128.store (i32.const 16) (local.get 15))
    (v128.store (i32.const 0) (local.get 16))
    (i32.add (local.get $below) (i32.const 1))))
