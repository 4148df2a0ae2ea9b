;; A start function with a parameter.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-start-type.wasm:{{0x[0-9a-f]+}}: start function must not have parameters or results
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func $f (param i32)) (start $f))
