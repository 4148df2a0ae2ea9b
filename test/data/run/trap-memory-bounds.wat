;; The last byte can be touched, the next one traps, with every way of making the address.
;;
;; RUN: wrt run --invoke load %wasm 65532
;; STDOUT: 0
;; RUN: wrt run --invoke load %wasm 65533
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR:   #0 func 0 at trap-memory-bounds.wasm:0x{{[0-9a-f]+}}
;; RUN: wrt run --invoke load %wasm -1
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke load_far %wasm -1
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke store %wasm 65535
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke unused %wasm 65536
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --invoke vector %wasm 65521
;; EXIT: 134
;; STDERR: wrt: trap-memory-bounds.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "load_far") (param i32) (result i32) (i32.load offset=0xffffffff (local.get 0)))
  (func (export "store") (param i32) (i32.store16 (local.get 0) (i32.const 1)))
  (func (export "unused") (param i32) (drop (i32.load8_u (local.get 0))))
  (func (export "vector") (param i32) (result v128) (v128.load (local.get 0))))
