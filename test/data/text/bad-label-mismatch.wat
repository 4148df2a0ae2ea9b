;; An end that names another block.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:13:9: mismatching label $b
;; STDERR:       end $b))
;; STDERR:           ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func
    block $a
    end $b))
