;; br_table with its default, loops with parameters, blocks that are left early with values, code that is never reached.
;;
;; RUN: wrt run --invoke switch %wasm 0
;; STDOUT: 100
;; RUN: wrt run --invoke switch %wasm 2
;; STDOUT: 102
;; RUN: wrt run --invoke switch %wasm -1
;; STDOUT: 199
;; RUN: wrt run --invoke fibonacci %wasm 50
;; STDOUT: 12586269025
;; RUN: wrt run --invoke early %wasm 1
;; STDOUT: 7
;; RUN: wrt run --invoke early %wasm 0
;; STDOUT: 9
;; RUN: wrt run --invoke dead %wasm
;; STDOUT: 3
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "switch") (param i32) (result i32)
    (block $default (block $two (block $one (block $zero
      (br_table $zero $one $two $default (local.get 0)))
      (return (i32.const 100)))
      (return (i32.const 101)))
      (return (i32.const 102)))
    (i32.const 199))
  (func (export "fibonacci") (param $n i32) (result i64)
    (local $a i64) (local $b i64)
    (i64.const 0) (i64.const 1)
    (loop $again (param i64 i64) (result i64)
      (local.set $b)
      (local.set $a)
      (local.get $b)
      (i64.add (local.get $a) (local.get $b))
      (local.tee $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again)
      (drop)))
  (func (export "early") (param i32) (result i32)
    (block $out (result i32)
      (drop (br_if $out (i32.const 7) (local.get 0)))
      (i32.const 9)))
  (func (export "dead") (result i32)
    (block (result i32)
      (br 0 (i32.const 3))
      (i32.add)
      (drop)
      (unreachable))))
