;; Stand-ins exist for functions only.
;;
;; RUN: wrt run --unknown-imports=zero --invoke f %wasm
;; EXIT: 1
;; STDERR: wrt: bad-unknown-memory.wasm:0x{{[0-9a-f]+}}: unknown import: memory env.memory 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "env" "f" (func))
  (import "env" "memory" (memory 1))
  (func (export "f")))
