;; A supertype that cannot be one; types are read before everything else.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:13:4: sub type 1 has final super type 0
;; STDERR:     (type $b (sub $a (func))))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func)
  (type $a (func))
  (type $b (sub $a (func))))
