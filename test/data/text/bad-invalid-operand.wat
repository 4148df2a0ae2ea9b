;; A module that is well-formed and not valid: the place is that of the instruction.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:6: type mismatch: instruction requires [i32 i32] but stack has [i32 i64]
;; STDERR:       (i32.add
;; STDERR:        ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func $f (param $x i64) (result i32)
    (i32.add
      (i32.const 1)
      (local.get $x))))
