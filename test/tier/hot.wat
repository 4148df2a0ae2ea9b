;; A program whose functions become hot in one way each: by a loop in the only call that there is, which ends when it
;; has run for as long as it was told to; and by calls of itself.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)

  ;; One call, with values of all types in locals and operands below the inner loop. 42, unless one of them was lost.
  (func (export "loop") (param $ms i32) (result i32)
    (local $end i64) (local $i i32) (local $rounds i64) (local $sum f64) (local $half f32) (local $lanes v128)
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)))
    (local.set $end (i64.add (i64.load (i32.const 8)) (i64.mul (i64.extend_i32_u (local.get $ms)) (i64.const 1000000))))
    (local.set $half (f32.const 0.5))
    (local.set $lanes (i32x4.splat (i32.const 1)))
    (i32.const 40)
    (loop $outer
      (local.set $i (i32.const 0))
      (i32.const 7)
      (loop $inner
        (local.set $sum (f64.add (local.get $sum) (f64.promote_f32 (local.get $half))))
        (local.set $lanes (i32x4.add (local.get $lanes) (i32x4.splat (i32.const 2))))
        (local.set $rounds (i64.add (local.get $rounds) (i64.const 1)))
        (br_if $inner (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
      (if (i32.ne (i32.const 7)) (then unreachable))
      (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)))
      (br_if $outer (i64.lt_u (i64.load (i32.const 8)) (local.get $end))))
    (if (f64.ne (local.get $sum) (f64.mul (f64.convert_i64_u (local.get $rounds)) (f64.const 0.5))) (then unreachable))
    (if (i32.ne (i32x4.extract_lane 3 (local.get $lanes))
                (i32.add (i32.const 1) (i32.mul (i32.const 2) (i32.wrap_i64 (local.get $rounds)))))
      (then unreachable))
    (i32.add (i32.const 2)))

  (func $fib (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  ;; Recurs until the time is over; the loop is there to go on with that, and not hot.
  (func (export "recurse") (param $ms i32) (result i32) (local $end i64)
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)))
    (local.set $end (i64.add (i64.load (i32.const 8)) (i64.mul (i64.extend_i32_u (local.get $ms)) (i64.const 1000000))))
    (loop $again
      (if (i32.ne (call $fib (i32.const 24)) (i32.const 46368)) (then unreachable))
      (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)))
      (br_if $again (i64.lt_u (i64.load (i32.const 8)) (local.get $end))))
    (i32.const 42)))
