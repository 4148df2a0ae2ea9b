;; Time goes where its name says: three quarters of it to $busy called by $left, a quarter to $busy called by $right. `$twice`
;; calls itself so deeply that not all of its frames are kept.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory (export "memory") 64)
  (func $busy (param $rounds i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.rotl (i32.add (local.get $sum) (local.get $rounds)) (i32.const 7)))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $sum))
  (func $left (result i32) (i32.add (call $busy (i32.const 300000)) (i32.const 1)))
  (func $right (result i32) (i32.add (call $busy (i32.const 100000)) (i32.const 2)))
  (func $both (param $times i32)
    (loop $again
      (drop (i32.add (call $left) (call $right)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  (func (export "known") (param $times i32) (call $both (local.get $times)))
  (func (export "exit") (param $times i32) (call $both (local.get $times)) (call $proc_exit (i32.const 7)))
  (func (export "trap") (param $times i32) (call $both (local.get $times)) (unreachable))
  (func (export "for_ever") (loop $again (call $both (i32.const 1)) (br $again)))

  ;; What the runtime and the system do.
  (func $copies (export "copies") (param $times i32)
    (loop $again
      (memory.copy (i32.const 0) (i32.const 2097152) (i32.const 2097152))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  (func $asks (export "asks") (param $times i32)
    (loop $again
      (drop (call $random_get (i32.const 0) (i32.const 65536)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))

  (func $deep (param $depth i32) (result i32)
    (if (result i32) (i32.eqz (local.get $depth))
      (then (call $busy (i32.const 1000000)))
      (else (i32.add (call $deep (i32.sub (local.get $depth) (i32.const 1))) (i32.const 1)))))
  (func (export "deep") (param $times i32)
    (loop $again
      (drop (call $deep (i32.const 1000)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))

  ;; Short functions: samples come into their first and last instructions, too.
  (func $short (param i32) (result i32) (i32.mul (local.get 0) (i32.const 5)))
  (table funcref (elem $short))
  (func $calls_short (param $rounds i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (call_indirect (param i32) (result i32) (local.get $sum) (i32.const 0)))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $sum))
  (func $around (param $times i32)
    (loop $again
      (drop (call $calls_short (i32.const 1000000)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  (func (export "short") (param $times i32) (call $around (local.get $times))))
