;; A word that is no field of a module.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:4: unknown operator function
;; STDERR:     (function (result i32) (i32.const 1)))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (function (result i32) (i32.const 1)))
