;; A block comment without an end; the one inside has its own.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:3: unclosed comment
;; STDERR:     (; one (; two ;)
;; STDERR:     ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (; one (; two ;)
  (func))
