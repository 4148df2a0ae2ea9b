;; memory.grow returns the old size, or -1 at the declared maximum and at the end of the address space.
;;
;; RUN: wrt run --invoke grow %wasm 1
;; STDOUT: 1
;; STDOUT: 2
;; RUN: wrt run --invoke grow %wasm 2
;; STDOUT: 1
;; STDOUT: 3
;; RUN: wrt run --invoke grow %wasm 3
;; STDOUT: -1
;; STDOUT: 1
;; RUN: wrt run --invoke grow %wasm -1
;; STDOUT: -1
;; STDOUT: 1
;; RUN: wrt run --invoke grow_free %wasm 65535
;; STDOUT: 1
;; STDOUT: 65536
;; MAX-RSS-MB: 200
;; RUN: wrt run --invoke grow_free %wasm 65536
;; STDOUT: -1
;; STDOUT: 1
;; RUN: wrt run --invoke touch_new %wasm
;; STDOUT: 0
;; STDOUT: 77
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory $bounded 1 3)
  (memory $free 1)
  (func (export "grow") (param i32) (result i32 i32)
    (memory.grow $bounded (local.get 0)) (memory.size $bounded))
  (func (export "grow_free") (param i32) (result i32 i32)
    (memory.grow $free (local.get 0)) (memory.size $free))
  (func (export "touch_new") (result i32 i32)
    (drop (memory.grow $bounded (i32.const 1)))
    (i32.load $bounded (i32.const 131068))
    (i32.store $bounded (i32.const 131068) (i32.const 77))
    (i32.load $bounded (i32.const 131068))))
