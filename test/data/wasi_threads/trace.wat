;; --wasi-trace tells which thread calls; the first one's lines are as without threads.
;;
;; RUN: wrt run --wasi-trace %wasm
;; EXIT: 3
;; STDERR: sched_yield() = success
;; STDERR: thread-spawn(start_arg=0x10) = 1
;; STDERR: thread 1: sched_yield() = success
;; STDERR: thread 1: proc_exit(code=3)
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "env" "memory" (memory 1 1 shared))
  (export "memory" (memory 0))
  ;; The thread waits until the first one has written its line: it is about to wait then.
  (func (export "wasi_thread_start") (param $tid i32) (param $arg i32)
    (loop $again (br_if $again (i32.eqz (i32.atomic.load (i32.const 0)))))
    (drop (call $yield))
    (call $exit (i32.const 3)))
  (func (export "_start")
    (drop (call $yield))
    (drop (call $spawn (i32.const 16)))
    (i32.atomic.store (i32.const 0) (i32.const 1))
    (drop (memory.atomic.wait32 (i32.const 4) (i32.const 0) (i64.const -1)))))
