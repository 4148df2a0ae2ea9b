;; `unreachable` traps, and the message says where.
;;
;; RUN: wrt run --invoke main %wasm
;; EXIT: 134
;; STDERR: wrt: trap-unreachable.wasm: trap: unreachable
;; STDERR:   #0 func 0 at trap-unreachable.wasm:0x{{[0-9a-f]+}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "main") unreachable))
