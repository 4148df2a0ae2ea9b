;; An active segment that does not fit traps when the module is instantiated; no frame is to blame.
;;
;; RUN: wrt run --invoke f %wasm
;; EXIT: 134
;; STDERR: wrt: bad-active-segment-out-of-bounds.wasm: trap: out of bounds memory access
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (data (i32.const 65535) "ab")
  (func (export "f")))
