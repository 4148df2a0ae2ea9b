;; Loops whose addresses change evenly: up, down, over the end of a memory and of the address space, left early, beginning
;; outside, with a memory that grows meanwhile. Where addresses are compared with the length, the compiler looks at the
;; first and the last before such a loop begins, and that must make no difference.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory $m 1 8)
  (memory $large 81)
  (memory $wide i64 1)

  ;; Stores 7 in all words, which sum() counts.
  (func (export "sum") (param $a i32) (param $n i32) (result i32) (local $s i32)
    (loop $next
      (local.set $s (i32.add (local.get $s) (i32.load (local.get $a))))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "fill_up") (param $a i32) (param $n i32)
    (loop $next
      (i32.store (local.get $a) (i32.const 7))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "fill_down") (param $a i32) (param $n i32)
    (loop $next
      (i32.store offset=4 (local.get $a) (i32.const 7))
      (local.set $a (i32.sub (local.get $a) (i32.const 4)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "step") (param $a i32) (param $n i32) (result i32) (local $s i32)
    (loop $next
      (local.set $s (i32.add (local.get $s) (i32.load8_u (local.get $a))))
      (local.set $a (i32.add (local.get $a) (i32.const 0x7ff0)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "far_step") (param $a i32) (param $n i32) (result i32) (local $s i32)
    (loop $next
      (local.set $s (i32.add (local.get $s) (i32.load8_u (local.get $a))))
      (local.set $a (i32.add (local.get $a) (i32.const 0x80000000)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "copy") (param $to i32) (param $from i32) (param $n i32)
    (loop $next
      (i64.store (local.get $to) (i64.load (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; A word that is the same in all rounds, and one that is not.
  (func (export "scale") (param $a i32) (param $factor i32) (param $n i32)
    (loop $next
      (f64.store (local.get $a) (f64.mul (f64.load (local.get $a)) (f64.load (local.get $factor))))
      (local.set $a (i32.add (local.get $a) (i32.const 8)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; The bytes before the first zero, of n at most.
  (func (export "length") (param $a i32) (param $n i32) (result i32) (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (br_if $done (i32.eqz (i32.load8_u (i32.add (local.get $a) (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $i))
  ;; The loads are done for their traps alone.
  (func (export "touch") (param $a i32) (param $n i32)
    (loop $next
      (drop (i32.load8_u (local.get $a)))
      (local.set $a (i32.add (local.get $a) (i32.const 1)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "grow_and_fill") (param $n i32) (result i32) (local $a i32)
    (loop $next
      (local.set $a (i32.shl (memory.grow $m (i32.const 1)) (i32.const 16)))
      (i32.store (local.get $a) (i32.const 7))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (memory.size $m))
  (func (export "far_offset") (param $a i32) (param $n i32) (result i32) (local $s i32)
    (loop $next
      (i32.store $large offset=0x500000 (local.get $a) (i32.const 7))
      (local.set $s (i32.add (local.get $s) (i32.load $large offset=0x500000 (local.get $a))))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "wide") (param $a i64) (param $n i64) (result i64) (local $s i64)
    (loop $next
      (i64.store $wide (local.get $a) (i64.const 7))
      (local.set $s (i64.add (local.get $s) (i64.load $wide (local.get $a))))
      (local.set $a (i64.add (local.get $a) (i64.const 8)))
      (br_if $next (i64.ne (local.tee $n (i64.sub (local.get $n) (i64.const 1))) (i64.const 0))))
    (local.get $s))
  (func (export "wide_by_32") (param $a i32) (param $n i32) (result i64) (local $s i64)
    (loop $next
      (i64.store $wide (i64.extend_i32_u (local.get $a)) (i64.const 7))
      (local.set $s (i64.add (local.get $s) (i64.load $wide (i64.extend_i32_u (local.get $a)))))
      (local.set $a (i32.sub (local.get $a) (i32.const 8)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s)))

(assert_return (invoke "fill_up" (i32.const 0) (i32.const 16384)))
(assert_return (invoke "sum" (i32.const 0) (i32.const 16384)) (i32.const 114688))
(assert_return (invoke "sum" (i32.const 65532) (i32.const 1)) (i32.const 7))
(assert_trap (invoke "sum" (i32.const 0) (i32.const 16385)) "out of bounds memory access")
(assert_trap (invoke "sum" (i32.const 2) (i32.const 16384)) "out of bounds memory access")
(assert_trap (invoke "sum" (i32.const 65536) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "sum" (i32.const -4) (i32.const 2)) "out of bounds memory access")
(assert_trap (invoke "sum" (i32.const 0) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "sum" (i32.const 0) (i32.const 0x40000001)) "out of bounds memory access")
(assert_trap (invoke "fill_up" (i32.const 65528) (i32.const 3)) "out of bounds memory access")
(assert_trap (invoke "fill_up" (i32.const 0xfffffff0) (i32.const 100)) "out of bounds memory access")

(assert_return (invoke "fill_down" (i32.const 65528) (i32.const 16383)))
(assert_return (invoke "fill_down" (i32.const 0) (i32.const 1)))
(assert_trap (invoke "fill_down" (i32.const 0) (i32.const 2)) "out of bounds memory access")
(assert_trap (invoke "fill_down" (i32.const 65532) (i32.const 5)) "out of bounds memory access")
(assert_trap (invoke "fill_down" (i32.const 65528) (i32.const 16384)) "out of bounds memory access")
(assert_trap (invoke "fill_down" (i32.const 8) (i32.const -1)) "out of bounds memory access")

(assert_return (invoke "step" (i32.const 0) (i32.const 3)) (i32.const 21))
(assert_trap (invoke "step" (i32.const 0) (i32.const 4)) "out of bounds memory access")
(assert_trap (invoke "step" (i32.const 0) (i32.const 0x20000)) "out of bounds memory access")
(assert_return (invoke "far_step" (i32.const 0) (i32.const 1)) (i32.const 7))
(assert_trap (invoke "far_step" (i32.const 0) (i32.const 2)) "out of bounds memory access")
(assert_trap (invoke "far_step" (i32.const 0) (i32.const 3)) "out of bounds memory access")

(assert_return (invoke "copy" (i32.const 32768) (i32.const 0) (i32.const 4096)))
(assert_return (invoke "copy" (i32.const 8) (i32.const 0) (i32.const 8191)))
(assert_return (invoke "sum" (i32.const 0) (i32.const 16384)) (i32.const 114688))
(assert_trap (invoke "copy" (i32.const 8) (i32.const 0) (i32.const 8192)) "out of bounds memory access")
(assert_trap (invoke "copy" (i32.const 0) (i32.const 65536) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "scale" (i32.const 0) (i32.const 65528) (i32.const 8192)))
(assert_trap (invoke "scale" (i32.const 0) (i32.const 65529) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "scale" (i32.const 0) (i32.const 65536) (i32.const 100)) "out of bounds memory access")
(assert_trap (invoke "scale" (i32.const 0) (i32.const 0) (i32.const 8193)) "out of bounds memory access")

(assert_return (invoke "fill_up" (i32.const 0) (i32.const 16384)))
(assert_return (invoke "length" (i32.const 65533) (i32.const 1000)) (i32.const 0))
(assert_return (invoke "length" (i32.const 65533) (i32.const -1)) (i32.const 0))
(assert_return (invoke "length" (i32.const 65532) (i32.const -1)) (i32.const 1))
(assert_return (invoke "length" (i32.const 100000) (i32.const 0)) (i32.const 0))
(assert_trap (invoke "length" (i32.const 100000) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "touch" (i32.const 0) (i32.const 65536)))
(assert_trap (invoke "touch" (i32.const 0) (i32.const 65537)) "out of bounds memory access")
(assert_trap (invoke "touch" (i32.const 65536) (i32.const 1)) "out of bounds memory access")

(assert_return (invoke "grow_and_fill" (i32.const 7)) (i32.const 8))
(assert_trap (invoke "grow_and_fill" (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "sum" (i32.const 65536) (i32.const 16384)) (i32.const 7))
(assert_trap (invoke "sum" (i32.const 0) (i32.const 131073)) "out of bounds memory access")

(assert_return (invoke "far_offset" (i32.const 0) (i32.const 16384)) (i32.const 114688))
(assert_trap (invoke "far_offset" (i32.const 0) (i32.const 16385)) "out of bounds memory access")
(assert_trap (invoke "far_offset" (i32.const 65533) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "far_offset" (i32.const 0xffb00000) (i32.const 1)) "out of bounds memory access")

(assert_return (invoke "wide" (i64.const 0) (i64.const 8192)) (i64.const 57344))
(assert_trap (invoke "wide" (i64.const 0) (i64.const 8193)) "out of bounds memory access")
(assert_trap (invoke "wide" (i64.const 65529) (i64.const 1)) "out of bounds memory access")
(assert_trap (invoke "wide" (i64.const -8) (i64.const 2)) "out of bounds memory access")
(assert_trap (invoke "wide" (i64.const 0) (i64.const 0)) "out of bounds memory access")
(assert_trap (invoke "wide" (i64.const 0) (i64.const 0x2000000000000001)) "out of bounds memory access")
(assert_return (invoke "wide_by_32" (i32.const 65528) (i32.const 8192)) (i64.const 57344))
(assert_trap (invoke "wide_by_32" (i32.const 65528) (i32.const 8193)) "out of bounds memory access")
(assert_trap (invoke "wide_by_32" (i32.const -8) (i32.const 1)) "out of bounds memory access")
