;; Threads that call functions while their code is replaced, for as long as they are told to.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  (export "memory" (memory 0))

  ;; Each thread has its own place for the time.
  (func $now_in_ms (param $place i32) (result i64)
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (local.get $place)))
    (i64.div_u (i64.load (local.get $place)) (i64.const 1000000)))
  (func $fib (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func $run (param $place i32) (param $ms i32) (local $end i64)
    (local.set $end (i64.add (call $now_in_ms (local.get $place)) (i64.extend_i32_u (local.get $ms))))
    (loop $again
      (if (i32.ne (call $fib (i32.const 12)) (i32.const 144)) (then unreachable))
      (br_if $again (i64.lt_u (call $now_in_ms (local.get $place)) (local.get $end)))))
  (func (export "wasi_thread_start") (param $tid i32) (param $ms i32)
    (call $run (i32.add (i32.const 64) (i32.shl (local.get $tid) (i32.const 3))) (local.get $ms))
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
  (func (export "run") (param $ms i32) (result i32) (local $seen i32)
    (if (i32.le_s (call $spawn (local.get $ms)) (i32.const 0)) (then unreachable))
    (if (i32.le_s (call $spawn (local.get $ms)) (i32.const 0)) (then unreachable))
    (call $run (i32.const 8) (local.get $ms))
    (loop $wait
      (local.set $seen (i32.atomic.load (i32.const 0)))
      (if (i32.lt_u (local.get $seen) (i32.const 2))
        (then
          (drop (memory.atomic.wait32 (i32.const 0) (local.get $seen) (i64.const 1000000000)))
          (br $wait))))
    (i32.const 42)))
