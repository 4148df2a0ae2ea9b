;; A module that imports wasi.thread-spawn and exports no function where threads begin is refused before it runs.
;;
;; RUN: wrt run %wasm
;; EXIT: 1
;; STDERR: wrt: bad-no-thread-start.wasm:0x{{[0-9a-f]+}}: the module starts threads, and exports no function 'wasi_thread_start' of type (param i32 i32) where they could begin
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  (func (export "wasi_thread_start") (param $tid i32))
  (func (export "_start")))
