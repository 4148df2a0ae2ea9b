;; One function's instructions: nesting, offsets, names, and an immediate of nearly every kind.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect --func kinds %wasm
;; STDOUT: (func
;; RUN: wrt inspect %wasm --func 2 --func small
;; STDOUT: (func
;; RUN: wrt inspect --wat %wasm
;; STDOUT: (func
;; RUN: wrt inspect --func log %wasm
;; EXIT: 1
;; STDERR: wrt: function.wasm: function 'log' is imported and has no body here
;; RUN: wrt inspect --func 99 %wasm
;; EXIT: 1
;; STDERR: wrt: function.wasm: there is no function '99' among its 3
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "env" "log" (func $log (param i32)))
  (memory 1)
  (table $t 4 funcref)
  (elem $e func $small)
  (data $d "x")
  (global $g (mut i32) (i32.const 0))
  (func $kinds (export "kinds_exported") (param $a i32) (param $b i32) (result i32)
    (local $sum i64) (local f32)
    (block $out
      (loop $again
        (br_if $again (local.get $a))
        (br_table $out $again $out (local.get $b))))
    (if (result i32) (local.get $a)
      (then (i32.load offset=4 (local.get $b)))
      (else (call_indirect $t (type $binary) (i32.const -1) (i32.const 2) (i32.const 0))))
    drop
    (call $log (i32.load16_u offset=65536 align=1 (i32.const 0)))
    (global.set $g (i32.const 5))
    (local.set $sum (i64.const -9223372036854775808))
    (drop (f32.const nan:0x200000))
    (drop (f64.const -12.5))
    (drop (v128.const i32x4 1 2 3 0xffffffff))
    (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (v128.const i64x2 0 0) (v128.const i64x2 0 0)))
    (drop (i16x8.extract_lane_s 7 (v128.load8_lane offset=2 15 (i32.const 0) (v128.const i64x2 0 0))))
    (drop (v128.load32x2_u (i32.const 0)))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 2))
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))
    (data.drop $d)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
    (table.set $t (i32.const 1) (ref.null func))
    (drop (select (result funcref) (ref.null func) (table.get $t (i32.const 0)) (i32.const 1)))
    (return (memory.grow (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))
  (func $small (result i32) (memory.size)))
