;; A program that imports what no program of its own is given.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "env" "log" (func (param i32)))
  (func (export "_start")))
