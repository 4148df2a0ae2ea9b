;; Accesses that must trap although nothing, or not every way on, needs what they read: the value is used behind one
;; branch only, other arithmetic makes it irrelevant, or the operation would change nothing.
(module
  (memory 1)
  (global $taken (mut i32) (i32.const 0))
  (func $take (param i32) (global.set $taken (local.get 0)))

  (func (export "one-branch") (param $address i32) (param $branch i32) (result i32) (local $value i32)
    (local.set $value (i32.load (local.get $address)))
    (if (local.get $branch) (then (call $take (local.get $value))))
    (i32.const 7))

  (func (export "behind-a-loop") (param $address i32) (param $count i32) (result i32) (local $value i32)
    (loop $next
      (local.set $value (i32.load (local.get $address)))
      (local.set $address (i32.sub (local.get $address) (i32.const 65536)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $value))

  ;; What is left of its ways are two that do nothing.
  (func (export "branch-to-the-same") (param $address i32) (local $value v128)
    (drop (if (result v128) (i32.load (local.get $address))
      (then (i32x4.trunc_sat_f32x4_u (local.get $value)))
      (else (f32x4.div (local.get $value) (f32x4.splat (f32.convert_i32_s (local.get $address))))))))

  (func (export "one-choice") (param $address i32) (param $choice i32) (result i32)
    (select (i32.load (local.get $address)) (i32.const 5) (local.get $choice)))

  (func (export "one-load-or-the-other") (param $first i32) (param $second i32) (param $choice i32) (result i32)
    (select (i32.load (local.get $first)) (i32.load (local.get $second)) (local.get $choice)))

  (func (export "low-byte") (param $address i32) (result i32)
    (i32.and (i32.load (local.get $address)) (i32.const 255)))
  (func (export "low-half-stored") (param $address i32)
    (i64.store16 (i32.const 0) (i64.load (local.get $address))))

  (func (export "known-zero") (param $address i32) (result i32)
    (i32.store (i32.const 0) (i32.const 0))
    (i32.and (i32.load (local.get $address)) (i32.load (i32.const 0))))

  (func (export "always-less") (param $address i32) (result i32)
    (i32.lt_u (i32.load8_u (local.get $address)) (i32.const 256)))

  (func (export "overwritten") (param $address i32)
    (i32.store (i32.const 8) (i32.load (local.get $address)))
    (i32.store (i32.const 8) (i32.const 1)))

  (func (export "before-a-division") (param $address i32) (param $divisor i32) (result i32) (local $value i32)
    (local.set $value (i32.load (local.get $address)))
    (i32.add (i32.div_u (i32.const 9) (local.get $divisor)) (local.get $value)))

  (func (export "add-nothing") (param $address i32)
    (drop (i32.atomic.rmw.add (local.get $address) (i32.const 0))))
  (func (export "exchange-for-nothing") (param $address i32)
    (drop (i32.atomic.rmw.cmpxchg (local.get $address) (i32.const 1) (i32.const 1))))
  (func (export "load-atomically") (param $address i32)
    (drop (i32.atomic.load (local.get $address)))))

(assert_return (invoke "one-branch" (i32.const 0) (i32.const 0)) (i32.const 7))
(assert_trap (invoke "one-branch" (i32.const 65536) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "one-branch" (i32.const 65536) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "behind-a-loop" (i32.const 0) (i32.const 1)) (i32.const 0))
(assert_trap (invoke "behind-a-loop" (i32.const 65536) (i32.const 2)) "out of bounds memory access")
(assert_return (invoke "branch-to-the-same" (i32.const 0)))
(assert_trap (invoke "branch-to-the-same" (i32.const 65536)) "out of bounds memory access")
(assert_return (invoke "one-choice" (i32.const 0) (i32.const 0)) (i32.const 5))
(assert_trap (invoke "one-choice" (i32.const 65536) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "one-choice" (i32.const 65536) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "one-load-or-the-other" (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
(assert_trap (invoke "one-load-or-the-other" (i32.const 65536) (i32.const 0) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "one-load-or-the-other" (i32.const 0) (i32.const 65536) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "low-byte" (i32.const 65532)) (i32.const 0))
(assert_trap (invoke "low-byte" (i32.const 65533)) "out of bounds memory access")
(assert_trap (invoke "low-half-stored" (i32.const 65530)) "out of bounds memory access")
(assert_return (invoke "known-zero" (i32.const 4)) (i32.const 0))
(assert_trap (invoke "known-zero" (i32.const 65536)) "out of bounds memory access")
(assert_return (invoke "always-less" (i32.const 0)) (i32.const 1))
(assert_trap (invoke "always-less" (i32.const 65536)) "out of bounds memory access")
(assert_return (invoke "overwritten" (i32.const 0)))
(assert_trap (invoke "overwritten" (i32.const 65536)) "out of bounds memory access")
(assert_trap (invoke "before-a-division" (i32.const 65536) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "before-a-division" (i32.const 0) (i32.const 0)) "integer divide by zero")
(assert_return (invoke "add-nothing" (i32.const 0)))
(assert_trap (invoke "add-nothing" (i32.const 65536)) "out of bounds memory access")
(assert_trap (invoke "exchange-for-nothing" (i32.const 65536)) "out of bounds memory access")
(assert_trap (invoke "load-atomically" (i32.const 65536)) "out of bounds memory access")
