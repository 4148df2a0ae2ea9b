;; What the official scripts for try, catch and delegate leave out: handlers in loops and in handlers, branches out of
;; them, every kind of block that a delegate can name, rethrow of what an outer handler got, blocks with parameters,
;; code that cannot be reached, and both generations of instructions in one function.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module $thrower
  (tag $number (export "number") (param i32))
  (func (export "throw") (param i32) (throw $number (local.get 0))))
(register "thrower" $thrower)

(module
  (tag $number (import "thrower" "number") (param i32))
  (func $throw (import "thrower" "throw") (param i32))
  (tag $other)
  (tag $wide (param i32 i64 f32 f64 v128 funcref externref))
  (type $ten (func (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)))

  (func $many_arguments (type $ten) (throw $number (i32.wrap_i64 (local.get 9))))
  (func $to_many (param i32)
    (return_call $many_arguments (i64.const 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
      (i64.const 6) (i64.const 7) (i64.const 8) (i64.extend_i32_u (local.get 0))))
  (func $throw_other (throw $other))

  ;; Locals keep what they had when the call was made, in the handler and behind it.
  (func (export "loop") (param $rounds i32) (result i64)
    (local $i i32) (local $sum i64) (local $f f64)
    (loop $next
      (try
        (do
          (local.set $f (f64.add (local.get $f) (f64.const 1)))
          (if (i32.and (local.get $i) (i32.const 1))
            (then (call $throw (local.get $i)))
            (else (call $to_many (local.get $i))))
          (local.set $sum (i64.const -1000)))
        (catch $other (unreachable))
        (catch $number
          (i64.extend_i32_u)
          (local.set $sum (i64.add (local.get $sum)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $rounds))))
    (i64.add (local.get $sum) (i64.trunc_f64_s (local.get $f))))

  ;; A handler is not covered by its own try, and is by the one around it.
  (func (export "throw-in-handler") (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $throw (local.get 0)) (i32.const -1))
          (catch $number (call $throw (i32.add (i32.const 10))) (i32.const -2))
          (catch_all (i32.const -3))))
      (catch $number (i32.add (i32.const 100)))))

  (func (export "call-in-catch_all") (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (throw $other))
          (catch_all (call $throw (i32.const 5)) (i32.const -1))))
      (catch $number)))

  ;; What an outer handler got, thrown again from the body of a try inside of it, and from that one's handler.
  (func (export "rethrow-outer") (param $how i32) (result i32)
    (try (result i32)
      (do
        (try $outer (result i32)
          (do (call $throw (i32.const 1)) (i32.const -1))
          (catch $number
            (drop)
            (try $inner (result i32)
              (do
                (if (i32.eqz (local.get $how)) (then (rethrow $outer)))
                (call $throw_other)
                (i32.const -2))
              (catch $other
                (if (i32.eq (local.get $how) (i32.const 1)) (then (rethrow $outer)))
                (if (i32.eq (local.get $how) (i32.const 2)) (then (rethrow $inner)))
                (i32.const 3))
              (catch $number (i32.add (i32.const 20)))))))
      (catch $number (i32.add (i32.const 40)))
      (catch $other (i32.const 60))))

  (func (export "rethrow-in-loop") (param $rounds i32) (result i32)
    (local $i i32)
    (try (result i32)
      (do
        (try
          (do (call $throw (i32.const 7)))
          (catch_all
            (loop $next
              (if (i32.eq (local.get $i) (local.get $rounds)) (then (rethrow 2)))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br $next))))
        (i32.const -1))
      (catch $number (i32.add (local.get $i)))))

  ;; Values of every kind arrive, and so does what lay below the try.
  (func (export "wide") (result i64)
    (i64.const 1000)
    (try (param i64) (result i64)
      (do
        (drop)
        (throw $wide (i32.const 1) (i64.const 20) (f32.const 300) (f64.const 4000) (v128.const i64x2 50000 0)
          (ref.null func) (ref.null extern)))
      (catch $wide
        (if (i32.eqz (ref.is_null)) (then (unreachable)))
        (if (i32.eqz (ref.is_null)) (then (unreachable)))
        (i64x2.extract_lane 0)
        (call $add_f64)
        (call $add_f32)
        (i64.add)
        (call $add_i32)))
    (i64.sub (i64.const 54321)))
  (func $add_f64 (param f64 i64) (result i64) (i64.add (i64.trunc_f64_s (local.get 0)) (local.get 1)))
  (func $add_f32 (param f32 i64) (result i64) (i64.add (i64.trunc_f32_s (local.get 0)) (local.get 1)))
  (func $add_i32 (param i32 i64) (result i64) (i64.add (i64.extend_i32_u (local.get 0)) (local.get 1)))

  ;; The same label from the body, a handler, and through a table.
  (func (export "branches") (param $how i32) (result i32)
    (block $out (result i32)
      (drop
        (try $try (result i32)
          (do
            (drop (br_if $out (i32.const 1) (i32.eqz (local.get $how))))
            (drop (br_if $try (i32.const 2) (i32.eq (local.get $how) (i32.const 1))))
            (call $throw (local.get $how))
            (i32.const 3))
          (catch $number
            (br_table $out $out $try $out $try $out (i32.add (i32.const 10)) (local.get $how)))
          (catch_all (br $out (i32.const 4)))))
      (i32.const 5)))

  ;; Delegates to a try around one that would catch; to a block, a loop, an if and a handler in it.
  (func (export "delegate") (param $to i32) (result i32)
    (try $catches (result i32)
      (do
        (block $again (result i32)
          (loop $loop (result i32)
            (try $hidden (result i32)
              (do
                (if $if (result i32) (i32.eqz (local.get $to))
                  (then (try (result i32) (do (call $throw (i32.const 1)) (i32.const -1)) (delegate $if)))
                  (else
                    (if (result i32) (i32.eq (local.get $to) (i32.const 1))
                      (then (try (result i32) (do (call $throw (i32.const 2)) (i32.const -1)) (delegate $loop)))
                      (else
                        (if (result i32) (i32.eq (local.get $to) (i32.const 2))
                          (then (try (result i32) (do (throw $number (i32.const 3))) (delegate $again)))
                          (else (try (result i32) (do (throw $number (i32.const 4))) (delegate $catches)))))))))
              (catch $number (i32.add (i32.const 100)))))))
      (catch $number (i32.add (i32.const 200)))))

  (func (export "delegate-in-handler") (result i32)
    (try $outer (result i32)
      (do
        (try $inner (result i32)
          (do (call $throw_other) (i32.const -1))
          (catch $other
            (try (result i32)
              (do
                (try (result i32) (do (call $throw (i32.const 6)) (i32.const -2)) (delegate $inner)))
              (catch_all (i32.const -3))))
          (catch $number (drop) (i32.const -4))))
      (catch $number (i32.add (i32.const 30)))))

  (func $delegate_out (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $throw (local.get 0)) (i32.const -1))
          (delegate 1)))
      (catch_all (i32.const -2))))
  (func (export "delegate-to-caller") (result i32)
    (try (result i32) (do (call $delegate_out (i32.const 8))) (catch $number)))

  ;; A try that catches nothing, inside of one that does and is not asked first.
  (func (export "no-handlers") (result i32)
    (try (result i32)
      (do (try (result i32) (do (try (result i32) (do (call $throw (i32.const 9)) (i32.const -1))))))
      (catch $number)))

  ;; Both generations of instructions.
  (func (export "try-in-try_table") (result i32)
    (block $caught (result i32)
      (try_table (result i32) (catch $number $caught)
        (try (result i32)
          (do (try (result i32) (do (call $throw (i32.const 11)) (i32.const -1)) (delegate 1)))
          (catch $other (i32.const -2))
          (catch_all (i32.const -3))))))
  (func (export "try_table-in-try") (result i32)
    (local $kept exnref)
    (try (result i32)
      (do
        (block $caught (result i32 exnref)
          (try_table (catch_ref $number $caught) (call $throw (i32.const 12)))
          (unreachable))
        (local.set $kept)
        (drop)
        (throw_ref (local.get $kept)))
      (catch $number (i32.add (i32.const 1)))))
  (func (export "throw_ref-in-handler") (result i32)
    (local $kept exnref)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $throw (i32.const 14)) (i32.const -1))
          (catch $number
            (drop)
            (try
              (do
                (block $caught (result exnref)
                  (try_table (catch_all_ref $caught) (rethrow 3))
                  (unreachable))
                (local.set $kept))
              (catch_all (unreachable)))
            (throw_ref (local.get $kept)))))
      (catch $number (i32.add (i32.const 1)))))

  ;; Nothing of this is ever translated, but its structure counts.
  (func (export "unreachable-code") (result i32)
    (block $out (result i32)
      (br $out (i32.const 16))
      (try $l (result i32)
        (do (try (result i32) (do (call $throw (i32.const 1)) (i32.const 1)) (delegate $l)))
        (catch $number)
        (catch $other (try (do) (catch_all (rethrow $l))) (i32.const 2))
        (catch_all (i32.const 3)))))
  ;; Handlers of a body that throws nothing.
  (func (export "unreachable-handlers") (param i32) (result i32)
    (try $l (result i32)
      (do (try (result i32) (do (i32.add (local.get 0) (i32.const 1))) (delegate $l)))
      (catch $number (rethrow $l))
      (catch_all (try (result i32) (do (rethrow 1)) (catch $other (i32.const 3))))))
)

(assert_return (invoke "loop" (i32.const 1000)) (i64.const 500500))
(assert_return (invoke "throw-in-handler" (i32.const 1)) (i32.const 111))
(assert_return (invoke "call-in-catch_all") (i32.const 5))
(assert_return (invoke "rethrow-outer" (i32.const 0)) (i32.const 21))
(assert_return (invoke "rethrow-outer" (i32.const 1)) (i32.const 41))
(assert_return (invoke "rethrow-outer" (i32.const 2)) (i32.const 60))
(assert_return (invoke "rethrow-outer" (i32.const 3)) (i32.const 3))
(assert_return (invoke "rethrow-in-loop" (i32.const 0)) (i32.const 7))
(assert_return (invoke "rethrow-in-loop" (i32.const 5)) (i32.const 12))
(assert_return (invoke "wide") (i64.const 0))
(assert_return (invoke "branches" (i32.const 0)) (i32.const 1))
(assert_return (invoke "branches" (i32.const 1)) (i32.const 5))
(assert_return (invoke "branches" (i32.const 2)) (i32.const 5))
(assert_return (invoke "branches" (i32.const 3)) (i32.const 13))
(assert_return (invoke "branches" (i32.const 4)) (i32.const 5))
(assert_return (invoke "branches" (i32.const 9)) (i32.const 19))
(assert_return (invoke "delegate" (i32.const 0)) (i32.const 101))
(assert_return (invoke "delegate" (i32.const 1)) (i32.const 202))
(assert_return (invoke "delegate" (i32.const 2)) (i32.const 203))
(assert_return (invoke "delegate" (i32.const 3)) (i32.const 204))
(assert_return (invoke "delegate-in-handler") (i32.const 36))
(assert_return (invoke "delegate-to-caller") (i32.const 8))
(assert_return (invoke "no-handlers") (i32.const 9))
(assert_return (invoke "try-in-try_table") (i32.const 11))
(assert_return (invoke "try_table-in-try") (i32.const 13))
(assert_return (invoke "throw_ref-in-handler") (i32.const 15))
(assert_return (invoke "unreachable-code") (i32.const 16))
(assert_return (invoke "unreachable-handlers" (i32.const 4)) (i32.const 5))

(assert_invalid (module (func (try (do) (catch_all) ) (rethrow 0))) "invalid rethrow label")
(assert_invalid (module (func (try (do) (catch_all (block (rethrow 0)))))) "invalid rethrow label")
(assert_invalid (module (func (try (do) (catch_all (rethrow 2))))) "unknown label")
(assert_invalid (module (func (try (do) (catch 0)))) "unknown tag")
(assert_invalid (module (tag (param i32)) (func (try (do) (catch 0)))) "type mismatch: block requires [] but stack has [i32]")
(assert_invalid (module (func (result i32) (try (result i32) (do (i32.const 1)) (catch_all))))
  "type mismatch: instruction requires [i32] but stack has []")
(assert_invalid (module (func (result i32) (try (result i32) (do) (delegate 0))))
  "type mismatch: instruction requires [i32] but stack has []")

;; Results that only handlers bring, exceptions thrown on from handlers, and operands below.
(module
  (tag $t (param i32))
  (tag $u (param i32 i64))
  (func $near (param i32) (throw $t (local.get 0)))
  (func $two (param i32) (throw $u (local.get 0) (i64.const 5)))
  ;; The body never ends, so that nothing but handlers brings results.
  (func (export "results") (param $x i32) (result i32)
    (i32.const 1000)
    (local.get $x)
    (try (result i32 i32)
      (do (if (local.get $x) (then (call $near (local.get $x))) (else (call $two (i32.const 6)))) (unreachable))
      (catch $u (i32.wrap_i64))
      (catch $t (i32.const 30)))
    (i32.add) (i32.add) (i32.add))
  (func (export "rethrow") (param $x i32) (result i32) (local $y i32)
    (local.set $y (i32.mul (local.get $x) (i32.const 2)))
    (try (result i32)
      (do
        (try (result i32)
          (do (call $near (local.get $x)) (unreachable))
          (catch $t
            (local.set $x (i32.add (i32.const 1)))
            (try (result i32)
              (do (call $two (local.get $x)) (i32.const 0))
              (catch_all (rethrow 0))))))
      (catch $t (i32.const -1) (i32.sub))
      (catch $u (i32.wrap_i64) (i32.add)))
    (i32.add (local.get $y)))
  (func (export "rethrow-outer") (param $x i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $near (local.get $x)) (unreachable))
          (catch $t
            (drop)
            (try (result i32)
              (do (call $two (i32.const 9)) (i32.const 0))
              (catch $u (drop) (drop) (rethrow 1))))))
      (catch $t (i32.add (i32.const 1)))
      (catch_all (i32.const -1))))
  (func (export "delegate") (param $x i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do (try (result i32) (do (call $near (local.get $x)) (i32.const 1)) (delegate $outer)))
          (catch_all (i32.const -1))))
      (catch $t (i32.add (i32.const 100)))))
  (func (export "catch-all-falls") (param $x i32) (result i32)
    (i32.const 7)
    (try (do (call $near (local.get $x))) (catch_all (local.set $x (i32.add (local.get $x) (i32.const 1)))))
    (i32.add (local.get $x)))
  (func (export "handler-branches") (param $x i32) (result i32)
    (block $out (result i32)
      (i32.const 5)
      (try (result i32)
        (do (call $near (local.get $x)) (i32.const 0))
        (catch $t (local.set $x) (br_if $out (i32.const 40) (i32.gt_s (local.get $x) (i32.const 3)))))
      (i32.add))))
(assert_return (invoke "results" (i32.const 4)) (i32.const 1038))
(assert_return (invoke "results" (i32.const 0)) (i32.const 1011))
(assert_return (invoke "rethrow" (i32.const 4)) (i32.const 18))
(assert_return (invoke "rethrow-outer" (i32.const 4)) (i32.const 5))
(assert_return (invoke "delegate" (i32.const 4)) (i32.const 104))
(assert_return (invoke "catch-all-falls" (i32.const 4)) (i32.const 12))
