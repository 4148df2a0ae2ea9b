;; A block that leaves more than it says.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-block-result.wasm:{{0x[0-9a-f]+}}: type mismatch: block requires [] but stack has [i32]
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (block (i32.const 1))))
