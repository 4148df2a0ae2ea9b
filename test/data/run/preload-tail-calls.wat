;; Tail calls that go back and forth between two instances use no stack.
;;
;; RUN: wat2wasm --enable-all %S/Inputs/library.wat -o library.wasm
;; RUN: wrt run --preload lib=library.wasm --invoke down %wasm 5000000
;; STDOUT: 0
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "lib" "table" (table 2 funcref))
  (import "lib" "pass_on" (func $pass_on (param i32) (result i32)))
  (elem (i32.const 1) $down)
  (func $down (export "down") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 0))))
    (return_call $pass_on (i32.sub (local.get 0) (i32.const 1)))))
