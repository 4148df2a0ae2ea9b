;; A mutex made of atomics, wait and notify keeps 8 threads apart that count with plain loads and stores; and the count
;; is complete when the last one says so. A thread may start threads itself.
;;
;; RUN: wrt run --invoke count %wasm 8 20000
;; STDOUT: 160000
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  ;; At 0: the mutex: 0 free, 1 held, 2 held and waited for. At 64: the count. At 128: rounds of each thread. At 192:
  ;; threads that are done.
  (func $lock
    (if (i32.eqz (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 0) (i32.const 1))) (then return))
    (loop $again
      (if (i32.eqz (i32.atomic.rmw.xchg (i32.const 0) (i32.const 2))) (then return))
      (drop (memory.atomic.wait32 (i32.const 0) (i32.const 2) (i64.const -1)))
      (br $again)))
  (func $unlock
    (if (i32.eq (i32.atomic.rmw.xchg (i32.const 0) (i32.const 0)) (i32.const 2))
      (then (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))))
  ;; The argument is how many threads are still to be started, by this one.
  (func (export "wasi_thread_start") (param $tid i32) (param $left i32) (local $i i32)
    (if (local.get $left)
      (then (if (i32.le_s (call $spawn (i32.sub (local.get $left) (i32.const 1))) (i32.const 0)) (then unreachable))))
    (local.set $i (i32.load (i32.const 128)))
    (loop $again
      (call $lock)
      (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
      (call $unlock)
      (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (drop (i32.atomic.rmw.add (i32.const 192) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 192) (i32.const 1))))
  (func (export "count") (param $threads i32) (param $rounds i32) (result i32) (local $done i32)
    (i32.store (i32.const 128) (local.get $rounds))
    (if (i32.le_s (call $spawn (i32.sub (local.get $threads) (i32.const 1))) (i32.const 0)) (then unreachable))
    (loop $again
      (local.set $done (i32.atomic.load (i32.const 192)))
      (if (i32.ne (local.get $done) (local.get $threads))
        (then
          (drop (memory.atomic.wait32 (i32.const 192) (local.get $done) (i64.const -1)))
          (br $again))))
    (i32.load (i32.const 64))))
