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
