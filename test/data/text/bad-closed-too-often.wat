;; A parenthesis too many.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:20: unexpected token )
;; STDERR:       (i32.const 1))))
;; STDERR:                      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)
    (i32.const 1))))
