;; An import that exists with another type cannot be linked.
;;
;; RUN: wat2wasm %S/Inputs/counter.wat -o counter.wasm
;; RUN: wrt run --preload counter=counter.wasm --invoke run %wasm
;; EXIT: 1
;; STDERR: wrt: bad-preload-type.wasm:0x{{[0-9a-f]+}}: incompatible import type{{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "counter" "next" (func $next (param i64) (result i32)))
  (func (export "run")))
