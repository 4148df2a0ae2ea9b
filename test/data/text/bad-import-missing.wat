;; An import that nobody offers is shown where the text asks for it.
;;
;; RUN: wrt run %s
;; STDERR: wrt: %s:11:4: unknown import: func env.puts (param i32)
;; STDERR:     (import "env" "puts" (func $puts (param i32)))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "env" "puts" (func $puts (param i32)))
  (func (export "_start") (call $puts (i32.const 0))))
