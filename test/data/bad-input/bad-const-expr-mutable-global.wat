;; A constant expression cannot read what can change.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-const-expr-mutable-global.wasm:{{0x[0-9a-f]+}}: constant expression required: global 0 is mutable
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (import "m" "g" (global (mut i32))) (global i32 (global.get 0)))
