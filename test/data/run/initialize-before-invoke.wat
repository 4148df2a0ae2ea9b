;; A reactor's _initialize runs once before the function that --invoke names; _start does not run then.
;;
;; RUN: wrt run --invoke get %wasm
;; STDOUT: 7
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (global $g (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $g (i32.add (global.get $g) (i32.const 7))))
  (func (export "_start") (global.set $g (i32.const 99)))
  (func (export "get") (result i32) (global.get $g)))
