;; Limits are part of a memory's type: an import that wants more than there is cannot be linked.
;;
;; RUN: wat2wasm --enable-all %S/Inputs/library.wat -o library.wasm
;; RUN: wrt run --preload lib=library.wasm --invoke f %wasm
;; EXIT: 1
;; STDERR: wrt: bad-preload-memory-too-small.wasm:0x{{[0-9a-f]+}}: incompatible import type{{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "lib" "memory" (memory 2))
  (func (export "f")))
