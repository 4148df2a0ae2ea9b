;; A program that has all kinds of calls go from one function to another for as long as it is told to, while the code of
;; the functions is replaced: by their index, through a table, through a reference, from themselves,
;; and with exceptions that are thrown through frames of the one code and the other. Each result
;; is compared. At the end it traps, if it is told to, below functions that were called before and after.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (tag $odd (param i32))
  (type $unary (func (param i32) (result i32)))
  (table 4 funcref)
  (global $sum (mut f64) (f64.const 0))

  (func $now_in_ms (result i64)
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)))
    (i64.div_u (i64.load (i32.const 8)) (i64.const 1000000)))

  (func $double (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1)))
  (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
  (func $fib (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))

  (func $throw_if_odd (param i32) (result i32)
    (if (i32.and (local.get 0) (i32.const 1)) (then (throw $odd (i32.mul (local.get 0) (i32.const 3)))))
    (local.get 0))
  ;; Passes exceptions on, and has something to keep in registers over the call.
  (func $through (param i32 i32) (result i32)
    (i32.sub (i32.add (call $throw_if_odd (local.get 0)) (local.get 1)) (local.get 1)))
  (func $caught (param i32) (result i32)
    (block $handler (result i32)
      (try_table (result i32) (catch $odd $handler) (call $through (local.get 0) (i32.const 1000)))))
  ;; What arrives is thrown on, as something else.
  (func $rethrow (param i32) (result i32)
    (block $handler (result i32)
      (try_table (catch $odd $handler) (return (call $through (local.get 0) (i32.const 7))))
      (unreachable))
    (throw $odd (i32.add (i32.const 1))))

  (func $expect (param i32 i32)
    (if (i32.ne (local.get 0) (local.get 1)) (then unreachable)))

  (func $step (param $i i32)
    (call $expect (call $double (local.get $i)) (i32.add (local.get $i) (local.get $i)))
    (call $expect (call_indirect (type $unary) (local.get $i) (i32.const 0)) (i32.add (local.get $i) (local.get $i)))
    (call $expect (call_ref $unary (local.get $i) (ref.func $square)) (call_indirect (type $unary) (local.get $i) (i32.const 1)))
    (call $expect (call $fib (i32.const 12)) (i32.const 144))
    (call $expect (call $caught (local.get $i))
      (select (i32.mul (local.get $i) (i32.const 3)) (local.get $i) (i32.and (local.get $i) (i32.const 1))))
    (global.set $sum (f64.add (global.get $sum) (f64.convert_i32_u (local.get $i)))))

  ;; Runs in the code that it began in, and keeps values over calls of what is replaced.
  (func $run (param $ms i32) (result i32) (local $end i64) (local $i i32) (local $sum f64) (local $caught i32)
    (local.set $end (i64.add (call $now_in_ms) (i64.extend_i32_u (local.get $ms))))
    (loop $again
      (call $step (local.get $i))
      (local.set $caught
        (block $handler (result i32)
          (try_table (result i32) (catch $odd $handler) (call $rethrow (local.get $i)))))
      (call $expect (local.get $caught)
        (select (i32.add (i32.mul (local.get $i) (i32.const 3)) (i32.const 1)) (local.get $i) (i32.and (local.get $i) (i32.const 1))))
      (local.set $sum (f64.add (local.get $sum) (f64.convert_i32_u (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i64.lt_u (call $now_in_ms) (local.get $end))))
    (if (f64.ne (local.get $sum) (global.get $sum)) (then unreachable))
    (i32.const 42))
  (func (export "run") (param i32) (result i32) (call $run (local.get 0)))

  (func $divide (param i32) (result i32)
    (i32.div_u (i32.const 7) (local.get 0)))
  (func $below (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $below (i32.sub (local.get 0) (i32.const 1)))))
      (else (call_indirect (type $unary) (i32.const 0) (i32.const 3)))))
  (elem (table 0) (i32.const 0) func $double $square $fib $divide)
  (func (export "trap_after") (param i32) (result i32)
    (drop (call $run (local.get 0)))
    (call $below (i32.const 3)))
  (func (export "bounds_after") (param i32) (result i32)
    (drop (call $run (local.get 0)))
    (call $load (i32.const 65536)))
  (func $load (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "throw_after") (param i32) (result i32)
    (drop (call $run (local.get 0)))
    (call $through (i32.const 1) (i32.const 2)))
  (func (export "overflow_after") (param i32) (result i32)
    (drop (call $run (local.get 0)))
    (call $deeper (i32.const 0)))
  (func $deeper (param i32) (result i32)
    (i32.add (call $deeper (i32.add (local.get 0) (i32.const 1))) (local.get 0))))
