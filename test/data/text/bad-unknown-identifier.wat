;; A local that is not there.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:15: unknown local $y
;; STDERR:       local.get $y))
;; STDERR:                 ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (param $x i32) (result i32)
    local.get $y))
