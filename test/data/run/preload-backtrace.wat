;; A backtrace across modules names the file of each frame.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wat2wasm --enable-all --debug-names %S/Inputs/library.wat -o library.wasm
;; RUN: wrt run --preload lib=library.wasm %wasm
;; EXIT: 134
;; STDERR: wrt: preload-backtrace.wasm: trap: unreachable
;; STDERR:   #0 boom (func 1) at preload-backtrace.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #1 call_slot (func 4) at library.wasm:0x{{[0-9a-f]+}}
;; STDERR:   #2 main (func 2) at preload-backtrace.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "lib" "table" (table 2 funcref))
  (import "lib" "call_slot" (func $call_slot (param i32 i32) (result i32)))
  (elem (i32.const 1) $boom)
  (func $boom (param i32) (result i32) unreachable)
  (func $main (export "_start") (drop (call $call_slot (i32.const 1) (i32.const 0)))))
