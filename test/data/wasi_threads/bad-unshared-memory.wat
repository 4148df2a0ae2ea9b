;; Memories that are not shared are not made by the host, and those of other modules cannot be used by threads.
;;
;; RUN: wrt run %wasm
;; EXIT: 1
;; STDERR: wrt: bad-unshared-memory.wasm:0x{{[0-9a-f]+}}: unknown import: memory env.memory {{.*}}
;; RUN: wrt run --preload env=%S/Inputs/memory.wat %wasm
;; EXIT: 1
;; STDERR: wrt: bad-unshared-memory.wasm:0x{{[0-9a-f]+}}: threads cannot share the imported memory env.memory: only functions of the host and shared memories can be imported by a module that starts threads
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "env" "memory" (memory 1))
  (func (export "wasi_thread_start") (param $tid i32) (param $arg i32))
  (func (export "_start")))
