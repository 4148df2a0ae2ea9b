;; With --bounds-check=explicit the last byte can be touched and the next one traps, in every tier, at the instruction
;; that is meant; also where an offset is larger than what faults behind each memory.
;;
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke load %wasm 65532
;; STDOUT: 0
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke load %wasm 65533
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR:   #0 func 0 at explicit-traps.wasm:0x66
;; RUN: wrt run --bounds-check=explicit --tier=llvm -O0 --invoke load %wasm -1
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR:   #0 func 0 at explicit-traps.wasm:0x66
;; RUN: wrt run --bounds-check=explicit --tier=baseline --invoke load %wasm 65536
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR:   #0 func 0 at explicit-traps.wasm:0x66
;; RUN: wrt run --bounds-check=explicit --invoke load_behind_4_mib %wasm 65536
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke load_behind_4_mib %wasm -1
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke second_of_two %wasm 65536
;; EXIT: 134
;; STDERR: wrt: explicit-traps.wasm: trap: out of bounds memory access
;; STDERR:   #0 func 2 at explicit-traps.wasm:0x80
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke grow_and_store %wasm
;; STDOUT: 7
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "load_behind_4_mib") (param i32) (result i32) (i32.load offset=0x400000 (local.get 0)))
  (func (export "second_of_two") (param i32) (result i32)
    (i32.store (i32.const 0) (i32.const 1))
    (i32.load8_u offset=3 (local.get 0)))
  (func (export "grow_and_store") (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.store (i32.const 131068) (i32.const 7))
    (i32.load (i32.const 131068))))
