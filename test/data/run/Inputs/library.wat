;; What the preload-*.wat tests import: a mutable global, a memory, a table, and functions that work on them.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $unary (func (param i32) (result i32)))
  (global (export "level") (mut i32) (i32.const 5))
  (memory $memory (export "memory") 1 4)
  (table $table (export "table") 4 funcref)
  (elem (i32.const 0) $twice)
  (func $twice (export "twice") (type $unary) (i32.mul (local.get 0) (i32.const 2)))
  (func $level (export "get_level") (result i32) (global.get 0))
  (func $pages (export "pages") (result i32) (memory.size))
  (func $grow (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func $call_slot (export "call_slot") (param i32 i32) (result i32)
    (i32.add (call_indirect $table (type $unary) (local.get 1) (local.get 0)) (i32.const 0)))
  (func $pass_on (export "pass_on") (param i32) (result i32)
    (return_call_indirect $table (type $unary) (local.get 0) (i32.const 1))))
