;; A module whose start function does all its work needs no _start. The segment's bytes go out through WASI.
;;
;; RUN: wrt run %wasm
;; STDOUT: started
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\08\00\00\00")
  (data (i32.const 16) "started\n")
  (start $main)
  (func $main (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
