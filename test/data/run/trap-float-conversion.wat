;; Conversions that trap, beside those that saturate.
;;
;; RUN: wrt run --invoke trap %wasm nan
;; EXIT: 134
;; STDERR: wrt: trap-float-conversion.wasm: trap: invalid conversion to integer
;; STDERR: {{...}}
;; RUN: wrt run --invoke trap %wasm 0x1p31
;; EXIT: 134
;; STDERR: wrt: trap-float-conversion.wasm: trap: integer overflow
;; STDERR: {{...}}
;; RUN: wrt run --invoke trap %wasm 2147483647.9
;; STDOUT: 2147483647
;; RUN: wrt run --invoke trap %wasm -2147483648.9
;; STDOUT: -2147483648
;; RUN: wrt run --invoke saturate %wasm nan
;; STDOUT: 0
;; RUN: wrt run --invoke saturate %wasm -inf
;; STDOUT: -2147483648
;; RUN: wrt run --invoke saturate %wasm 1e300
;; STDOUT: 2147483647
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "trap") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "saturate") (param f64) (result i32) (i32.trunc_sat_f64_s (local.get 0))))
