;; A string that runs into the end of its line.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:23: unclosed string
;; STDERR:     (data (i32.const 0) "abc)
;; STDERR:                         ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (data (i32.const 0) "abc)
  (func))
