;; Arithmetic in constant expressions, of globals and of segments, with earlier globals in it.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt run --invoke get %wasm
;; STDOUT: 42
;; STDOUT: 120
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (global $six i32 (i32.const 6))
  (global $answer i32 (i32.mul (global.get $six) (i32.add (i32.const 3) (i32.const 4))))
  (memory 1)
  (data (i32.sub (i32.const 10) (i32.const 3)) "x")
  (func (export "get") (result i32 i32) (global.get $answer) (i32.load8_u (i32.const 7))))
