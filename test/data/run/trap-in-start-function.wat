;; A trap while instantiating ends the run before anything is called.
;;
;; RUN: wrt run --invoke never %wasm
;; EXIT: 134
;; STDERR: wrt: trap-in-start-function.wasm: trap: unreachable
;; STDERR:   #0 func 0 at trap-in-start-function.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (start 0)
  (func unreachable)
  (func (export "never") (result i32) (i32.const 1)))
