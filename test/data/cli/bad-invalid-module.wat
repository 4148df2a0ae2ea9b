;; An invalid module is refused by validate and run in the same words, with the offset.
;;
;; WAT2WASM-FLAGS: --enable-all --no-check
;; RUN: wrt validate %wasm
;; EXIT: 1
;; STDERR: wrt: bad-invalid-module.wasm:0x{{[0-9a-f]+}}: type mismatch{{.*}}
;; RUN: wrt run --invoke f %wasm
;; EXIT: 1
;; STDERR: wrt: bad-invalid-module.wasm:0x{{[0-9a-f]+}}: type mismatch{{.*}}
;; RUN: wrt inspect --func 0 %wasm
;; STDOUT: (func (;0;) (type 0) (result i32)  ;; {{.*}}
;; STDOUT:   (;0x{{[0-9a-f]+}};) i64.const 1
;; STDOUT: )
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "f") (result i32) (i64.const 1)))
