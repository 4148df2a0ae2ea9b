;; Sections, imports, exports and definitions; names from strangers escaped.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect %wasm
;; STDOUT: summary.wasm: WebAssembly module, 226 B, called demo
;; STDOUT:
;; STDOUT: Sections (13):
;; STDOUT:   0x00000008       14 B  type        3 types
;; STDOUT:   0x00000018       23 B  import      2 imports
;; STDOUT:   0x00000031        3 B  function    2 functions
;; STDOUT:   0x00000036        4 B  table       1 table
;; STDOUT:   0x0000003c        7 B  memory      2 memories
;; STDOUT:   0x00000045        3 B  tag         1 tag
;; STDOUT:   0x0000004a        6 B  global      1 global
;; STDOUT:   0x00000052       30 B  export      3 exports
;; STDOUT:   0x00000072        1 B  start       function $main
;; STDOUT:   0x00000075        7 B  element     1 segment
;; STDOUT:   0x0000007e       16 B  code        2 bodies
;; STDOUT:   0x00000090       11 B  data        1 segment
;; STDOUT:   0x0000009d       67 B  custom      name
;; STDOUT:
;; STDOUT: Imports (2):
;; STDOUT:   func    env.log  (param i32)
;; STDOUT:   global  env.base  i32
;; STDOUT:
;; STDOUT: Exports (3):
;; STDOUT:   memory  memory  1 16
;; STDOUT:   func    add  (param i32 i32) (result i32)
;; STDOUT:   func    \x1b[31mred\xe2\x80\xae  (param i32 i32) (result i32)
;; STDOUT:
;; STDOUT: Memories (2):
;; STDOUT:   0       1 16  (64 KiB to 1 MiB)
;; STDOUT:   1       i64 2 2  (128 KiB)
;; STDOUT:
;; STDOUT: Tables (1):
;; STDOUT:   0       2 funcref
;; STDOUT:
;; STDOUT: Globals (1):
;; STDOUT:   1       (mut i64)  counter
;; STDOUT:
;; STDOUT: Tags (1):
;; STDOUT:   0       (param i32)
;; STDOUT:
;; STDOUT: Data: 5 B in 1 segment
;; STDOUT:
;; STDOUT: Elements: 1 reference in 1 segment
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
