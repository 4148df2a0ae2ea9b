;; Whoever ends first ends the process, whatever the other threads do: a trap of a thread, with its backtrace; proc_exit
;; of a thread; the return of the first thread; a trap of the first thread; a stack overflow of a thread.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run --invoke trap %wasm
;; EXIT: 134
;; STDERR: wrt: end-of-the-process.wasm: thread 1: trap: integer divide by zero
;; STDERR:   #0 divide (func 4) at end-of-the-process.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 func 6 at end-of-the-process.wasm:0x{{[0-9a-f]+}}
;; RUN: wrt run --invoke overflow %wasm
;; EXIT: 134
;; STDERR: wrt: end-of-the-process.wasm: thread 1: trap: call stack exhausted
;; STDERR: {{...}}
;; RUN: wrt run --invoke bounds %wasm
;; EXIT: 134
;; STDERR: wrt: end-of-the-process.wasm: thread 1: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke exit %wasm
;; EXIT: 7
;; RUN: wrt run --invoke exit_of_first %wasm
;; EXIT: 9
;; RUN: wrt run --invoke trap_of_first %wasm
;; EXIT: 134
;; STDERR: wrt: end-of-the-process.wasm: trap: unreachable
;; STDERR: {{...}}
;; RUN: wrt run %wasm
;; RUN: wrt run --invoke result %wasm
;; STDOUT: 42
;; RUN: wrt compile --emit exe -o program %wasm && ./program
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "env" "memory" (memory 1 1 shared))
  (export "memory" (memory 0))
  (func $wait_for_ever (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
  (func $loop_for_ever (loop $again (br $again)))
  (func $divide (param i32) (drop (i32.div_u (i32.const 1) (local.get 0))))
  (func $recurse (call $recurse) (drop (memory.grow (i32.const 0))))
  (func (export "wasi_thread_start") (param $tid i32) (param $what i32)
    (block $loop (block $exit (block $bounds (block $overflow (block $divide
      (br_table $divide $overflow $bounds $exit $loop (local.get $what)))
      (call $divide (i32.const 0)))
      (call $recurse))
      (drop (i32.load (i32.const 65536))))
      (call $proc_exit (i32.const 7)))
    (call $loop_for_ever))
  (func $start_thread (param $what i32)
    (if (i32.le_s (call $spawn (local.get $what)) (i32.const 0)) (then unreachable)))
  (func (export "trap") (call $start_thread (i32.const 0)) (call $wait_for_ever))
  (func (export "overflow") (call $start_thread (i32.const 1)) (call $loop_for_ever))
  (func (export "bounds") (call $start_thread (i32.const 2)) (call $wait_for_ever))
  (func (export "exit") (call $start_thread (i32.const 3)) (call $wait_for_ever))
  (func (export "exit_of_first") (call $start_thread (i32.const 4)) (call $proc_exit (i32.const 9)))
  (func (export "trap_of_first") (call $start_thread (i32.const 4)) unreachable)
  (func (export "_start") (call $start_thread (i32.const 4)))
  (func (export "result") (result i32) (call $start_thread (i32.const 4)) (i32.const 42)))
