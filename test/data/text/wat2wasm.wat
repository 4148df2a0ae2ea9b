;; Text to binary: where it goes, and what is left out.
;;
;; RUN: wrt wat2wasm %s
;; RUN: wrt run --invoke f wat2wasm.wasm
;; STDOUT: 7
;; RUN: wrt wat2wasm %s -o a.wasm && cmp a.wasm wat2wasm.wasm
;; RUN: wrt wat2wasm - < %s | cmp - a.wasm
;; RUN: wrt wat2wasm -o - %s | cmp - a.wasm
;; RUN: wrt wat2wasm --no-names -o b.wasm %s && wrt inspect b.wasm | grep name
;; EXIT: 1
;; RUN: wrt inspect a.wasm | grep name
;; STDOUT:   0x00000022       15 B  custom      name
;; RUN: wat2wasm %s -o c.wasm && cmp b.wasm c.wasm
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func $seven (export "f") (result i32)
    (i32.const 7)))
