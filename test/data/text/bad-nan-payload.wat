;; A NaN whose payload is zero, which would be an infinity.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:16: constant out of range
;; STDERR:       (f32.const nan:0x0)))
;; STDERR:                  ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result f32)
    (f32.const nan:0x0)))
