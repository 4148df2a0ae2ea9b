;; A parenthesis too few: the end of the text is where it is missed.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:1: unexpected token: the text ends here
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)
    (i32.const 1))
