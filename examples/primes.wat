;; A whole program in the text format: the primes below 50, printed by way of WASI. It runs as it is, `wrt primes.wat`.
;;
;; RUN: wrt %s
;; STDOUT: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47
;; RUN: wrt wat2wasm %s && wrt primes.wasm
;; STDOUT: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovs i32) (param $count i32) (param $written i32) (result i32)))

  (memory (export "memory") 1)
  (global $limit i32 (i32.const 50))
  ;; The output is gathered from here on; below it stand the one buffer that fd_write is given, and its result.
  (global $end (mut i32) (i32.const 16))

  (func $put (param $character i32)
    (i32.store8 (global.get $end) (local.get $character))
    (global.set $end (i32.add (global.get $end) (i32.const 1))))

  (func $put_number (param $n i32)
    (if (i32.ge_u (local.get $n) (i32.const 10))
      (then (call $put_number (i32.div_u (local.get $n) (i32.const 10)))))
    (call $put (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 0x30))))

  (func $is_prime (param $n i32) (result i32)
    (local $divisor i32)
    (local.set $divisor (i32.const 2))
    (loop $next
      (if (i32.gt_u (i32.mul (local.get $divisor) (local.get $divisor)) (local.get $n))
        (then (return (i32.const 1))))
      (if (i32.eqz (i32.rem_u (local.get $n) (local.get $divisor)))
        (then (return (i32.const 0))))
      (local.set $divisor (i32.add (local.get $divisor) (i32.const 1)))
      (br $next))
    unreachable)

  (func (export "_start")
    (local $n i32)
    (local.set $n (i32.const 2))
    (call $put_number (local.get $n))
    (loop $next
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (if (call $is_prime (local.get $n))
        (then (call $put (i32.const 0x20)) (call $put_number (local.get $n))))
      (br_if $next (i32.lt_u (local.get $n) (global.get $limit))))
    (call $put (i32.const 0x0a))

    (i32.store (i32.const 0) (i32.const 16))
    (i32.store (i32.const 4) (i32.sub (global.get $end) (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
