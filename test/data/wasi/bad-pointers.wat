;; Pointers and lengths that lie outside of memory, or overflow, are the errno fault (21); addresses that are not
;; aligned are inval (28); and the guest goes on.
;;
;; RUN: wrt run --invoke errnos %wasm
;; STDOUT: 21
;; STDOUT: 21
;; STDOUT: 21
;; STDOUT: 21
;; STDOUT: 28
;; STDOUT: 28
;; STDOUT: 0
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "errnos") (result i32 i32 i32 i32 i32 i32 i32)
    (call $random_get (i32.const 65535) (i32.const 2))
    (call $random_get (i32.const 0xffffffff) (i32.const 0xffffffff))
    (call $fd_write (i32.const 1) (i32.const 0) (i32.const 0xffffffff) (i32.const 0))
    (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 65529))
    (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 4))
    (call $poll_oneoff (i32.const 0) (i32.const 0) (i32.const 0xffffffff) (i32.const 0))
    (call $random_get (i32.const 65536) (i32.const 0))))
