;; Two modules share a mutable global, a memory and a table: what one does the other sees.
;;
;; RUN: wat2wasm --enable-all %S/Inputs/library.wat -o library.wasm
;; RUN: wrt run --preload lib=library.wasm --invoke global %wasm
;; STDOUT: 6
;; RUN: wrt run --preload lib=library.wasm --invoke memory %wasm
;; STDOUT: 1
;; STDOUT: 1
;; STDOUT: 2
;; STDOUT: 77
;; RUN: wrt run --preload lib=library.wasm --invoke table %wasm
;; STDOUT: 42
;; STDOUT: 31
;; RUN: wrt run --preload lib=library.wasm --invoke reexported %wasm 4
;; STDOUT: 8
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $unary (func (param i32) (result i32)))
  (import "lib" "level" (global $level (mut i32)))
  (import "lib" "memory" (memory 1))
  (import "lib" "table" (table $table 2 funcref))
  (import "lib" "twice" (func $twice (param i32) (result i32)))
  (import "lib" "get_level" (func $get_level (result i32)))
  (import "lib" "pages" (func $pages (result i32)))
  (import "lib" "grow" (func $grow (result i32)))
  (import "lib" "call_slot" (func $call_slot (param i32 i32) (result i32)))
  (elem (i32.const 1) $plus_ten)
  (func $plus_ten (type $unary) (i32.add (local.get 0) (i32.const 10)))
  (func (export "global") (result i32)
    (global.set $level (i32.add (global.get $level) (i32.const 1)))
    (call $get_level))
  (func (export "memory") (result i32 i32 i32 i32)
    (memory.size)
    (call $grow)
    (memory.size)
    (i32.store (i32.const 131068) (i32.const 77))
    (i32.load (i32.const 131068)))
  (func (export "table") (result i32 i32)
    (call_indirect $table (type $unary) (i32.const 21) (i32.const 0))
    (call $call_slot (i32.const 1) (i32.const 21)))
  (export "reexported" (func $twice)))
