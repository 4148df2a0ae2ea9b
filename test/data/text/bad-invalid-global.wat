;; An initial value of the wrong type: the place is that of the field.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:4: type mismatch: instruction requires [i64] but stack has [i32]
;; STDERR:     (global $b i64 (i32.const 1)))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (global $a i32 (i32.const 1))
  (global $b i64 (i32.const 1)))
