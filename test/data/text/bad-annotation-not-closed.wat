;; An annotation without an end.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:10: unclosed annotation
;; STDERR:     (func) (@note (a b) "c"
;; STDERR:            ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func) (@note (a b) "c"
