;; An alignment beyond the access.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-alignment.wasm:{{0x[0-9a-f]+}}: alignment must not be larger than natural
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (memory 1) (func (drop (i32.load16_u align=4 (i32.const 0)))))
