;; A function reference to a function that the module does not declare for it.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-undeclared-func-ref.wasm:{{0x[0-9a-f]+}}: undeclared function reference 0
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (drop (ref.func 0))))
