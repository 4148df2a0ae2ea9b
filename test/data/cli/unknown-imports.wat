;; Stand-ins for functions that nobody offers: they trap when called, or return zeros.
;;
;; RUN: wrt run --invoke call %wasm
;; EXIT: 1
;; STDERR: wrt: unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: func env.many (param i32) (result i32 i64 f64 externref)
;; RUN: wrt run --unknown-imports=trap --invoke call %wasm
;; EXIT: 134
;; STDERR: wrt: unknown-imports.wasm: trap: unknown import called: env.many
;; STDERR:   #0 func 1 at unknown-imports.wasm:0x{{[0-9a-f]+}}
;; RUN: wrt run --unknown-imports=trap --invoke do_not_call %wasm
;; STDOUT: 1
;; RUN: wrt run --unknown-imports=zero --invoke call %wasm
;; STDOUT: 0
;; STDOUT: 0
;; STDOUT: 0
;; STDOUT: null
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "env" "many" (func $many (param i32) (result i32 i64 f64 externref)))
  (func (export "call") (result i32 i64 f64 externref) (call $many (i32.const 77)))
  (func (export "do_not_call") (result i32) (i32.const 1)))
