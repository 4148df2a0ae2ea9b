;; What a try_table costs while nothing is thrown, and what a throw costs: bench/exceptions.py measures it.
;;
;; "plain", "guarded" and "tried" are the same loop around a call, the second with a try_table around the call, the third
;; with a try; each call could throw. "throwing" throws and catches once a round, through one frame.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $e (param i32))
  (table funcref (elem $step))
  (type $t (func (param i32 i32) (result i32)))
  (func $step (type $t)
    (if (i32.eq (local.get 0) (i32.const -1)) (then (throw $e (local.get 1))))
    (i32.add (i32.mul (local.get 0) (i32.const 31)) (local.get 1)))
  (func (export "plain") (param $n i32) (result i32)
    (local $h i32) (local $a i32) (local $b i32)
    (loop $again
      (local.set $h (call $step (local.get $h) (i32.and (local.get $n) (i32.const 0xff))))
      (local.set $a (i32.xor (local.get $a) (local.get $h)))
      (local.set $b (i32.add (local.get $b) (local.get $a)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add (local.get $b) (local.get $h)))
  (func (export "guarded") (param $n i32) (result i32)
    (local $h i32) (local $a i32) (local $b i32)
    (loop $again
      (block $done
        (block $caught (result i32)
          (try_table (catch $e $caught)
            (local.set $h (call $step (local.get $h) (i32.and (local.get $n) (i32.const 0xff)))))
          (br $done))
        (local.set $h))
      (local.set $a (i32.xor (local.get $a) (local.get $h)))
      (local.set $b (i32.add (local.get $b) (local.get $a)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add (local.get $b) (local.get $h)))
  (func (export "tried") (param $n i32) (result i32)
    (local $h i32) (local $a i32) (local $b i32)
    (loop $again
      (local.set $h
        (try (result i32)
          (do (call $step (local.get $h) (i32.and (local.get $n) (i32.const 0xff))))
          (catch $e)))
      (local.set $a (i32.xor (local.get $a) (local.get $h)))
      (local.set $b (i32.add (local.get $b) (local.get $a)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add (local.get $b) (local.get $h)))
  (func $throw (param i32) (throw $e (local.get 0)))
  (func (export "throwing") (param $n i32) (result i32)
    (local $h i32)
    (loop $again
      (block $caught (result i32)
        (try_table (catch $e $caught) (call $throw (local.get $n)))
        (unreachable))
      (local.set $h (i32.add (local.get $h)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $h))
)
