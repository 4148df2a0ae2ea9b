;; A number that its type cannot hold.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:16: constant out of range
;; STDERR:       (i32.const 4294967296)))
;; STDERR:                  ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)
    (i32.const 4294967296)))
