;; A module becomes a file of native code, which runs like the module: arguments, exit code, traps with their frames.
;;
;; RUN: wrt compile %wasm -o add.so
;; RUN: wrt run --invoke add add.so 40 2
;; STDOUT: 42
;; RUN: wrt --invoke data add.so
;; STDOUT: 7
;; RUN: wrt run --invoke divide add.so 1 0
;; EXIT: 134
;; STDERR: wrt: add.so: trap: integer divide by zero
;; STDERR:   #0 func 2 at add.so:0x{{[0-9a-f]+}}
;; The name without -o; the text as input; the same bytes each time, whatever the cores.
;; RUN: wrt compile %s
;; RUN: wrt compile %wasm -o again.so
;; RUN: cmp add.so again.so
;; RUN: wrt run --invoke add compile-and-run.so 1 2
;; STDOUT: 3
;; A module that imports from an artefact.
;; RUN: wrt run --preload env=add.so --invoke data add.so
;; STDOUT: 7
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (data (i32.const 100) "\07")
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "data") (result i32) (i32.load8_u (i32.const 100)))
  (func $divide (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1))))
