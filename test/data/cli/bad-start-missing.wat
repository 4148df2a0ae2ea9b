;; A module that is no program: the message lists what can be called instead.
;;
;; RUN: wrt %wasm
;; EXIT: 1
;; STDERR: wrt: bad-start-missing.wasm: it exports no function '_start' to run; --invoke NAME calls one of these:
;; STDERR:   square (param i32) (result i32)
;; STDERR:   \x1b[31mred
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory (export "_start") 1)
  (func (export "square") (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
  (func (export "\1b[31mred")))
