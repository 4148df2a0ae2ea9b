;; Sections, imports, exports and definitions; names from strangers escaped.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect %wasm
;; STDOUT: summary.wasm: WebAssembly module
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module $demo
  (import "env" "log" (func $log (param i32)))
  (import "env" "base" (global $base i32))
  (memory (export "memory") 1 16)
  (memory i64 2 2)
  (table 2 funcref)
  (elem (i32.const 0) $add)
  (global $counter (mut i64) (i64.const 5))
  (tag $oops (param i32))
  (data (i32.const 8) "hello")
  (func $add (export "add") (export "\1b[31mred\e2\80\ae") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func $main (call $log (i32.const 1)))
  (start $main))
