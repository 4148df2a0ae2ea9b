;; A global that cannot be written.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-immutable-global.wasm:{{0x[0-9a-f]+}}: immutable global 0
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (global i32 (i32.const 1)) (func (global.set 0 (i32.const 2))))
