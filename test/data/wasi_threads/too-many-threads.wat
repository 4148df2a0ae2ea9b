;; A thread that cannot be started gives a negative number: beyond --max-threads, at any time, and until one has ended.
;;
;; RUN: wrt run --max-threads 3 --invoke most %wasm
;; STDOUT: 3
;; RUN: wrt run --max-threads 0 --invoke most %wasm
;; STDOUT: 0
;; RUN: wrt run --invoke most %wasm
;; STDOUT: 1024
;; RUN: wrt run --max-threads 2 --invoke again %wasm
;; STDOUT: 5
;; RUN: wrt run --max-threads many %wasm
;; EXIT: 2
;; STDERR: wrt: --max-threads many: expected a number up to 536870911
;; STDERR: try 'wrt run --help'
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  ;; With the argument 0 a thread waits for ever; with 1 it ends.
  (func (export "wasi_thread_start") (param $tid i32) (param $arg i32)
    (if (i32.eqz (local.get $arg))
      (then (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))))
  ;; How many can be started.
  (func (export "most") (result i32) (local $n i32)
    (loop $more
      (if (i32.gt_s (call $spawn (i32.const 0)) (i32.const 0))
        (then (local.set $n (i32.add (local.get $n) (i32.const 1))) (br $more))))
    (local.get $n))
  ;; Starts five one after the other, trying again until each is admitted.
  (func (export "again") (result i32) (local $n i32)
    (loop $more
      (if (i32.gt_s (call $spawn (i32.const 1)) (i32.const 0))
        (then (local.set $n (i32.add (local.get $n) (i32.const 1)))))
      (br_if $more (i32.lt_u (local.get $n) (i32.const 5))))
    (local.get $n)))
