;; Options stand before the file. Behind it everything belongs to the guest, help flags and dashes too.
;;
;; RUN: wrt %wasm --help -v -- x
;; EXIT: 5
;; RUN: wrt run %wasm
;; EXIT: 1
;; RUN: wrt run -- %wasm a
;; EXIT: 2
;; RUN: wrt --argv0 name %wasm --dir
;; EXIT: 2
;; RUN: wrt --env A=1 --env B=2 %wasm
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  ;; Exits with the number of its arguments, its name counted.
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (call $exit (i32.load (i32.const 0)))))
