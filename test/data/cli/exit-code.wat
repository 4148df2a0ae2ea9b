;; The guest's own exit code is wrt's.
;;
;; RUN: wrt %wasm
;; EXIT: 7
;; RUN: wrt run --invoke zero %wasm
;; RUN: wrt run --invoke big %wasm
;; EXIT: 255
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const 7)) unreachable)
  (func (export "zero") (call $exit (i32.const 0)) unreachable)
  (func (export "big") (call $exit (i32.const 255))))
