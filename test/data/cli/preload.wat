;; Preloaded modules are instantiated first, in their order, and later ones see the exports of earlier ones.
;;
;; RUN: wat2wasm %S/Inputs/counter.wat -o counter.wasm
;; RUN: wat2wasm %S/Inputs/doubler.wat -o doubler.wasm
;; RUN: wrt run --preload counter=counter.wasm --preload doubler=doubler.wasm --invoke run %wasm
;; STDOUT: 100
;; STDOUT: 101
;; STDOUT: 204
;; STDOUT: 1234
;; RUN: wrt run --preload doubler=doubler.wasm --preload counter=counter.wasm --invoke run %wasm
;; EXIT: 1
;; STDERR: wrt: doubler.wasm:0x{{[0-9a-f]+}}: unknown import: func counter.next (result i32)
;; RUN: wrt run --preload counter=counter.wasm --preload doubler=counter.wasm --invoke run %wasm
;; EXIT: 1
;; STDERR: wrt: preload.wasm:0x{{[0-9a-f]+}}: unknown import: func doubler.next_doubled (result i32)
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "counter" "next" (func $next (result i32)))
  (import "counter" "memory" (memory 1))
  (import "doubler" "next_doubled" (func $doubled (result i32)))
  (func (export "run") (result i32 i32 i32 i32)
    (call $next) (call $next) (call $doubled) (i32.load (i32.const 16))))
