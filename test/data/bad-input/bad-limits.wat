;; A minimum above the maximum.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-limits.wasm:{{0x[0-9a-f]+}}: size minimum must not be greater than maximum
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (memory 2 1))
