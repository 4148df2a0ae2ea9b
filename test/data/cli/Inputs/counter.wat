;; Counts from 100, once initialised; keeps a number in a memory that it exports.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (global $count (mut i32) (i32.const 0))
  (memory (export "memory") 1)
  (data (i32.const 16) "\d2\04\00\00")
  (func (export "_initialize") (global.set $count (i32.const 100)))
  (func (export "next") (result i32)
    (global.get $count)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))))
