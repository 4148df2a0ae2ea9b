;; Commands on threads, which share a memory and nothing else: handing over a value with wait and notify, a lock that
;; guards a counter, the outcomes that two racing threads may have, and growing a memory that others look at.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module $Shared
  (memory (export "memory") 1 4 shared)
  (global (export "private") i32 (i32.const 1)))

;; A value goes from one thread to the other and back. Word 0 is 1 when the value in word 4 is ready, and 2 when the
;; answer in word 8 is.
(thread $Answerer (shared (module $Shared))
  (register "shared" $Shared)
  (module
    (memory (import "shared" "memory") 1 4 shared)
    (func (export "answer")
      (block $ready
        (loop $again
          (br_if $ready (i32.atomic.load (i32.const 0)))
          (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))
          (br $again)))
      (i32.store (i32.const 8) (i32.mul (i32.load (i32.const 4)) (i32.const 2)))
      (i32.atomic.store (i32.const 0) (i32.const 2))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))))
  (assert_return (invoke "answer"))
  ;; The names of a thread are its own.
  (module $Mine (func (export "one") (result i32) (i32.const 1)))
  (assert_return (invoke $Mine "one") (i32.const 1)))

(thread $Asker (shared (module $Shared))
  (register "shared" $Shared)
  (module
    (memory (import "shared" "memory") 1 4 shared)
    (func (export "ask") (param i32) (result i32)
      (i32.store (i32.const 4) (local.get 0))
      (i32.atomic.store (i32.const 0) (i32.const 1))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (block $answered
        (loop $again
          (br_if $answered (i32.eq (i32.atomic.load (i32.const 0)) (i32.const 2)))
          (drop (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const 1000000)))
          (br $again)))
      (i32.load (i32.const 8))))
  (assert_return (invoke "ask" (i32.const 21)) (i32.const 42)))

(wait $Asker)
(wait $Answerer)

;; The last instance is still the one from before, and what the threads wrote is there.
(assert_return (get "private") (i32.const 1))
(register "shared" $Shared)
(module $Check
  (memory (import "shared" "memory") 1 4 shared)
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "size") (result i32) (memory.size)))
(assert_return (invoke "load" (i32.const 8)) (i32.const 42))

;; Two threads count under a lock (word 16) in a word that is no atomic (20). One of them grows the memory.
(thread $First (shared (module $Shared))
  (register "shared" $Shared)
  (module
    (memory (import "shared" "memory") 1 4 shared)
    (func $lock (loop $again (br_if $again (i32.atomic.rmw.cmpxchg (i32.const 16) (i32.const 0) (i32.const 1)))))
    (func $unlock (i32.atomic.store (i32.const 16) (i32.const 0)))
    (func (export "count") (param $times i32)
      (loop $again
        (call $lock)
        (i32.store (i32.const 20) (i32.add (i32.load (i32.const 20)) (i32.const 1)))
        (call $unlock)
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))))
  (assert_return (invoke "count" (i32.const 10000))))
(thread $Second (shared (module $Shared))
  (register "shared" $Shared)
  (module
    (memory (import "shared" "memory") 1 4 shared)
    (func $lock (loop $again (br_if $again (i32.atomic.rmw.cmpxchg (i32.const 16) (i32.const 0) (i32.const 1)))))
    (func $unlock (i32.atomic.store (i32.const 16) (i32.const 0)))
    (func (export "count") (param $times i32)
      (loop $again
        (call $lock)
        (i32.store (i32.const 20) (i32.add (i32.load (i32.const 20)) (i32.const 1)))
        (call $unlock)
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
    (func (export "grow") (result i32) (memory.grow (i32.const 1)))
    (func (export "trap") (unreachable)))
  (assert_return (invoke "grow") (i32.const 1))
  (assert_return (invoke "count" (i32.const 10000)))
  ;; A trap ends a call, not the thread.
  (assert_trap (invoke "trap") "unreachable")
  (assert_return (invoke "count" (i32.const 1))))
(wait $First)
(wait $Second)
(assert_return (invoke $Check "load" (i32.const 20)) (i32.const 20001))
(assert_return (invoke $Check "size") (i32.const 2))

;; Each thread raises its own flag (words 32 and 36) and then looks at the other's: at least one sees the other.
(thread $Left (shared (module $Shared))
  (register "shared" $Shared)
  (module
    (memory (import "shared" "memory") 1 4 shared)
    (func (export "race") (result i32)
      (i32.atomic.store (i32.const 32) (i32.const 1))
      (i32.store (i32.const 40) (i32.atomic.load (i32.const 36)))
      (i32.load (i32.const 40))))
  (assert_return (invoke "race") (either (i32.const 0) (i32.const 1))))
;; This one lends the memory on to a thread of its own.
(thread $Right (shared (module $Shared))
  (thread $Inner (shared (module $Shared))
    (register "lent" $Shared)
    (module
      (memory (import "lent" "memory") 1 4 shared)
      (func (export "race") (result i32)
        (i32.atomic.store (i32.const 36) (i32.const 1))
        (i32.store (i32.const 44) (i32.atomic.load (i32.const 32)))
        (i32.load (i32.const 44))))
    (assert_return (invoke "race") (either (i32.const 0) (i32.const 1))))
  (wait $Inner))
(wait $Left)
(wait $Right)
(module
  (memory (import "shared" "memory") 1 4 shared)
  (func (export "seen") (result i32) (i32.or (i32.load (i32.const 40)) (i32.load (i32.const 44)))))
(assert_return (invoke "seen") (i32.const 1))

;; A thread that nobody waits for is done when the script is.
(thread $Unwaited
  (module (func (export "f") (result i32) (i32.const 7)))
  (assert_return (invoke "f") (i32.const 7)))

;; Accesses of every width among many locals and operands, in a memory beside the first, and in one of 64 bits; which of two
;; faults comes first.
(module
  (memory 1 1 shared)
  (memory $wide i64 1 1 shared)
  (memory $second 1 1 shared)
  (func (export "init") (i64.store (i32.const 0) (i64.const -1)) (i64.store $second (i32.const 8) (i64.const 0x1122334455667788))
    (i64.store $wide (i64.const 8) (i64.const 0x1122334455667788)))
  (func (export "many") (param $a i32) (param $b i64) (result i64)
    (local $l0 i64) (local $l1 i64) (local $l2 i64) (local $l3 i64) (local $l4 i64) (local $l5 i64) (local $l6 i64) (local $l7 i64)
    (local.set $l0 (i64.atomic.rmw8.and_u $second offset=1 (local.get $a) (local.get $b)))
    (local.set $l1 (i64.atomic.rmw16.xor_u $second offset=2 (local.get $a) (local.get $l0)))
    (local.set $l2 (i64.atomic.rmw32.or_u $second offset=4 (local.get $a) (local.get $l1)))
    (local.set $l3 (i64.atomic.rmw.sub $second (local.get $a) (local.get $l2)))
    (local.set $l4 (i64.atomic.rmw8.sub_u $second offset=3 (local.get $a) (local.get $l3)))
    (local.set $l5 (i64.atomic.rmw16.cmpxchg_u $second offset=6 (local.get $a)
      (i64.load16_u $second offset=6 (local.get $a)) (local.get $l4)))
    (local.set $l6 (i64.atomic.rmw.cmpxchg $second (local.get $a) (i64.const 0) (local.get $l4)))
    (local.set $l7 (i64.atomic.rmw32.xchg_u $second (local.get $a) (i64.add (local.get $l6) (local.get $l6))))
    (i64.atomic.load32_u $second (local.get $a))
    (i64.atomic.load $second (local.get $a))
    (i64.atomic.rmw.xor $second (local.get $a) (i64.add (local.get $l1) (local.get $b)))
    (i64.atomic.rmw.cmpxchg $second (local.get $a) (i64.load $second (local.get $a)) (local.get $l7))
    (i64.add (i64.load $second (local.get $a)))
    (i64.add) (i64.add) (i64.add)
    (i64.add (i64.add (local.get $l0) (local.get $l1)))
    (i64.add (i64.mul (local.get $l2) (i64.const 3)))
    (i64.add (i64.mul (local.get $l3) (i64.const 5)))
    (i64.add (i64.mul (local.get $l4) (i64.const 7)))
    (i64.add (i64.mul (local.get $l5) (i64.const 11)))
    (i64.add (i64.mul (local.get $l6) (i64.const 13)))
    (i64.add (i64.mul (local.get $l7) (i64.const 17)))
    (i64.add (i64.mul (local.get $b) (i64.const 19)))
    (i64.add (i64.mul (i64.extend_i32_u (local.get $a)) (i64.const 23))))
  ;; Five operands in registers below.
  (func (export "wide") (param $a i64) (param $b i64) (result i64)
    (i64.mul (local.get $a) (i64.const 3)) (i64.mul (local.get $a) (i64.const 5)) (i64.mul (local.get $a) (i64.const 7))
    (i64.mul (local.get $a) (i64.const 11)) (i64.mul (local.get $a) (i64.const 13)) (i64.mul (local.get $a) (i64.const 17))
    (i64.mul (local.get $b) (i64.const 19)) (i64.mul (local.get $b) (i64.const 23)) (i64.mul (local.get $b) (i64.const 29))
    (i64.atomic.rmw.cmpxchg $wide (i64.add (local.get $a) (i64.const 0)) (i64.add (local.get $b) (i64.const 0)) (i64.sub (local.get $b) (local.get $a)))
    (i64.add (i64.atomic.rmw.and $wide offset=8 (i64.sub (local.get $a) (i64.const 8)) (i64.add (local.get $b) (i64.const 1))))
    (i64.add (i64.load $wide (local.get $a)))
    (i64.add) (i64.add) (i64.add) (i64.add) (i64.add) (i64.add) (i64.add) (i64.add) (i64.add))
  (func (export "narrow-expected") (param $expected i32) (result i32)
    (drop (i32.atomic.rmw8.cmpxchg_u (i32.const 100) (local.get $expected) (i32.const 77)))
    (i32.load8_u (i32.const 100)))
  (func (export "unaligned") (param $a i32) (result i32) (i32.atomic.load offset=0xffffffff (local.get $a)))
  (func (export "outside") (param $a i32) (result i32) (i32.atomic.rmw.add offset=0xfffffffc (local.get $a) (i32.const 1)))
  (func (export "wide-outside") (param $a i64) (result i32) (i32.atomic.rmw.or $wide offset=0xfffffffffffffffc (local.get $a) (i32.const 1)))
  (func (export "wide-wait") (param $a i64) (result i32) (memory.atomic.wait32 $wide offset=4 (local.get $a) (i32.const 1) (i64.const 0)))
  (func (export "notify-outside") (param $a i32) (result i32) (memory.atomic.notify offset=65532 (local.get $a) (i32.const 1)))
  (func (export "known-unaligned") (result i32) (memory.atomic.notify offset=2 (i32.const 5) (i32.const 1))))
(invoke "init")
(assert_return (invoke "many" (i32.const 8) (i64.const 0x1ff7)) (i64.const 6477244407462838098))
(assert_return (invoke "wide" (i64.const 8) (i64.const 0x1122334455667788)) (i64.const -872904752246124800))
(assert_return (invoke "wide" (i64.const 8) (i64.const 5)) (i64.const 2469211232873017891))
(assert_trap (invoke "unaligned" (i32.const 0)) "unaligned atomic")
(assert_trap (invoke "unaligned" (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "outside" (i32.const 4)) "out of bounds memory access")
(assert_trap (invoke "wide-outside" (i64.const 4)) "out of bounds memory access")
(assert_trap (invoke "wide-outside" (i64.const 5)) "unaligned atomic")
(assert_return (invoke "wide-wait" (i64.const 0)) (i32.const 1))
(assert_return (invoke "wide-wait" (i64.const 8)) (i32.const 1))
(assert_trap (invoke "wide-wait" (i64.const 65532)) "out of bounds memory access")
(assert_return (invoke "notify-outside" (i32.const 0)) (i32.const 0))
(assert_trap (invoke "notify-outside" (i32.const 4)) "out of bounds memory access")
(assert_trap (invoke "notify-outside" (i32.const 3)) "unaligned atomic")
(assert_trap (invoke "known-unaligned") "unaligned atomic")
(assert_return (invoke "narrow-expected" (i32.const 1)) (i32.const 0))
(assert_return (invoke "narrow-expected" (i32.const 0x100)) (i32.const 77))
