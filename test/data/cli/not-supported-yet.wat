;; What the compiler does not know yet is refused by name and offset; the module itself is valid.
;;
;; RUN: wrt validate %wasm
;; RUN: wrt run --invoke f %wasm
;; EXIT: 1
;; STDERR: wrt: not-supported-yet.wasm:0x{{[0-9a-f]+}}: {{.*}}throw{{.*}}not supported yet{{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $oops)
  (func (export "f") (throw $oops)))
