;; An export of what is not there.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:4: unknown function 1
;; STDERR:     (export "g" (func 1)))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func $f (export "f"))
  (export "g" (func 1)))
