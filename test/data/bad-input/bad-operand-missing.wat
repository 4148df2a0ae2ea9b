;; An operand that is not there.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-operand-missing.wasm:{{0x[0-9a-f]+}}: type mismatch: instruction requires [i32 i32] but stack has [i32]
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (drop (i32.add (i32.const 1)))))
