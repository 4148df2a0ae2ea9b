;; '-' reads the module from standard input, for every command.
;;
;; RUN: cat %wasm | wrt run --invoke answer -
;; STDOUT: 42
;; RUN: wrt run --invoke answer - < %wasm
;; STDOUT: 42
;; RUN: cat %wasm | wrt validate -
;; RUN: cat %wasm | wrt inspect - | head -1
;; STDOUT: <stdin>: WebAssembly module, 39 B
;; RUN: head -c 20 %wasm | wrt validate -
;; EXIT: 1
;; STDERR: wrt: <stdin>:0x{{[0-9a-f]+}}: {{.*}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "answer") (result i32) (i32.const 42)))
