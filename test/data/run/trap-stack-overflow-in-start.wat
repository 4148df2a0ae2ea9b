;; A start function that recurses without end traps before anything else is called.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run --invoke never %wasm
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-in-start.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;; STDERR:   #{{[0-9]+}} start (func 1) at trap-stack-overflow-in-start.wasm:0x{{[0-9a-f]+}}
;; RUN: ulimit -s 256 && wrt run --invoke never %wasm
;; EXIT: 134
;; STDERR: wrt: trap-stack-overflow-in-start.wasm: trap: call stack exhausted
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func $deeper (param i32) (result i32)
    (i32.add (i32.const 1) (call $deeper (i32.add (local.get 0) (i32.const 1)))))
  (func $start (drop (call $deeper (i32.const 0))))
  (start $start)
  (func (export "never")))
