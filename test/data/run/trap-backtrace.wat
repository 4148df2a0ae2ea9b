;; A backtrace has a line per guest frame, the innermost first: names from the name section where there are any, C++
;; symbols demangled, and the offset of the instruction that trapped or called.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt run --tier=llvm -O0 %wasm
;; EXIT: 134
;; STDERR: wrt: trap-backtrace.wasm: trap: integer divide by zero
;; STDERR:   #0 divide (func 0) at trap-backtrace.wasm:0x44
;; STDERR:   #1 geometry::ratio(int, int) (func 1) at trap-backtrace.wasm:0x4c
;; STDERR:   #2 func 2 at trap-backtrace.wasm:0x58
;; STDERR:   #3 main (func 3) at trap-backtrace.wasm:0x64
;; RUN: wrt run --tier=llvm -O3 %wasm
;; EXIT: 134
;; STDERR: wrt: trap-backtrace.wasm: trap: integer divide by zero
;; STDERR:   #0 divide (func 0) at trap-backtrace.wasm:0x44
;; STDERR:   #1 geometry::ratio(int, int) (func 1) at trap-backtrace.wasm:0x4c
;; STDERR:   #2 func 2 at trap-backtrace.wasm:0x58
;; STDERR:   #3 main (func 3) at trap-backtrace.wasm:0x64
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (table 1 funcref)
  (elem (i32.const 0) 2)
  (func $divide (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func $_ZN8geometry5ratioEii (param i32 i32) (result i32)
    (i32.add (call $divide (local.get 0) (local.get 1)) (i32.const 1)))
  (func (param i32) (result i32)
    (i32.mul (call $_ZN8geometry5ratioEii (i32.const 10) (local.get 0)) (i32.const 2)))
  (func $main (export "_start")
    (drop (call_indirect (param i32) (result i32) (i32.const 0) (i32.const 0)))))
