;; An instruction that does not exist.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:6: unknown operator i32.addd
;; STDERR:       (i32.addd (i32.const 1) (i32.const 2))))
;; STDERR:        ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)
    (i32.addd (i32.const 1) (i32.const 2))))
