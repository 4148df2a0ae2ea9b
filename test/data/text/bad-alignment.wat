;; An alignment that is no power of two.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:13:15: alignment must be a power of two
;; STDERR:       (i32.load align=3 (i32.const 0))))
;; STDERR:                 ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (func (result i32)
    (i32.load align=3 (i32.const 0))))
