;; memory.copy between overlapping ranges, fill, init and drop; all or nothing at the bounds.
;;
;; RUN: wrt run --invoke overlap %wasm
;; STDOUT: 1650549345
;; RUN: wrt run --invoke fill %wasm 65530 6
;; STDOUT: 255
;; RUN: wrt run --invoke fill %wasm 65530 7
;; EXIT: 134
;; STDERR: wrt: bulk-memory.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke init %wasm 3
;; STDOUT: 6513249
;; RUN: wrt run --invoke init %wasm 4
;; EXIT: 134
;; STDERR: wrt: bulk-memory.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke init_dropped %wasm 0
;; STDOUT: 0
;; RUN: wrt run --invoke init_dropped %wasm 1
;; EXIT: 134
;; STDERR: wrt: bulk-memory.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (data (i32.const 0) "abcdef")
  (data $passive "abc")
  (func (export "overlap") (result i32)
    (memory.copy (i32.const 2) (i32.const 0) (i32.const 4))
    (i32.load (i32.const 0)))
  (func (export "fill") (param i32 i32) (result i32)
    (memory.fill (local.get 0) (i32.const 0x1ff) (local.get 1))
    (i32.load8_u (i32.const 65535)))
  (func (export "init") (param i32) (result i32)
    (memory.init $passive (i32.const 64) (i32.const 0) (local.get 0))
    (i32.load (i32.const 64)))
  (func (export "init_dropped") (param i32) (result i32)
    (data.drop $passive)
    (memory.init $passive (i32.const 64) (i32.const 0) (local.get 0))
    (i32.load (i32.const 64))))
