;; wasi.thread-spawn: threads with instances of their own add to one word of the shared memory, which the host makes as
;; the import says; each gets its argument and a number of its own, and the first thread waits until all have added.
;; The sum of numbers tells that none is 0 and all are different while they run: each thread waits for the last one.
;;
;; RUN: wrt run --invoke count %wasm 1
;; STDOUT: 10
;; RUN: wrt run --invoke count %wasm 8
;; STDOUT: 80
;; RUN: wrt run --invoke count %wasm 200
;; STDOUT: 2000
;; RUN: wrt run --sandbox=auto --invoke count %wasm 200
;; STDOUT: 2000
;; RUN: wrt run --sandbox=off --invoke count %wasm 8
;; STDOUT: 80
;; RUN: wrt run --invoke numbers %wasm 8
;; STDOUT: 36
;; RUN: wrt run --invoke size %wasm
;; STDOUT: 3
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "env" "memory" (memory 3 5 shared))
  ;; At 0: how many threads have added. At 4: the sum of arguments. At 8: the sum of numbers. At 12: threads to come.
  (func (export "wasi_thread_start") (param $tid i32) (param $arg i32)
    (drop (i32.atomic.rmw.add (i32.const 4) (local.get $arg)))
    (drop (i32.atomic.rmw.add (i32.const 8) (local.get $tid)))
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 0) (i32.const -1)))
    (call $await (i32.atomic.load (i32.const 12))))
  ;; Waits until the word at 0 is `n`.
  (func $await (param $n i32) (local $v i32)
    (loop $again
      (local.set $v (i32.atomic.load (i32.const 0)))
      (if (i32.lt_u (local.get $v) (local.get $n))
        (then
          (drop (memory.atomic.wait32 (i32.const 0) (local.get $v) (i64.const -1)))
          (br $again)))))
  (func $run (param $n i32) (local $i i32)
    (i32.atomic.store (i32.const 12) (local.get $n))
    (loop $more
      (if (i32.le_s (call $spawn (i32.const 10)) (i32.const 0)) (then unreachable))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $i) (local.get $n))))
    (call $await (local.get $n)))
  (func (export "count") (param $n i32) (result i32)
    (call $run (local.get $n))
    (i32.atomic.load (i32.const 4)))
  (func (export "numbers") (param $n i32) (result i32)
    (call $run (local.get $n))
    (i32.atomic.load (i32.const 8)))
  (func (export "size") (result i32) (memory.size)))
