;; An escape that does not exist.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:13: illegal escape
;; STDERR:     (export "a\qb" (func 0)))
;; STDERR:               ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (export "a\qb" (func 0)))
