;; A tab is one column, and shown as one.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:12:4: unknown operator i32.foo
;; STDERR:    ( i32.foo)))
;; STDERR:      ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
		(func	(result	i32)
	(	i32.foo)))
