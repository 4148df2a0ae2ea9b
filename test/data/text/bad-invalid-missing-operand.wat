;; The same in flat form, and at the end of a block.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:14:5: type mismatch: instruction requires [i32] but stack has []
;; STDERR:       end))
;; STDERR:       ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (result i32)
    block (result i32)
      nop
    end))
