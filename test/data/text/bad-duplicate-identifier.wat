;; Two functions of one name.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:13:9: duplicate func $f
;; STDERR:     (func $f))
;; STDERR:           ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func $f)
  (func $g)
  (func $f))
