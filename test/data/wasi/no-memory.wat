;; A module that exports no memory and calls a WASI function that needs one is told so.
;;
;; RUN: wrt run %wasm
;; EXIT: 134
;; STDERR: {{.*}}wasi: the module exports no memory{{.*}}
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (func (export "_start") (drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 0)))))
