;; Every missing import gets a line with its kind and type, at its offset. Names are escaped.
;;
;; RUN: wrt %wasm
;; EXIT: 1
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: func env.log (param i32 f64) (result i64)
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: func env.\x1b[2J\x0awrt: all is well
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: func wasi_snapshot_preview1.fd_frobnicate (param i32)
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: memory env.memory 1 2
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: table env.table 10 funcref
;; STDERR: wrt: bad-unknown-imports.wasm:0x{{[0-9a-f]+}}: unknown import: global env.base (mut i32)
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "env" "log" (func (param i32 f64) (result i64)))
  (import "env" "\1b[2J\0awrt: all is well" (func))
  (import "wasi_snapshot_preview1" "fd_frobnicate" (func (param i32)))
  (import "env" "memory" (memory 1 2))
  (import "env" "table" (table 10 funcref))
  (import "env" "base" (global (mut i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
  (func (export "_start")))
