;; Columns count characters, not bytes.
;;
;; RUN: wrt validate %s
;; STDERR: wrt: %s:11:32: unknown operator fun
;; STDERR:     (; äöü €uro ;) (export "日本" (fun 0)))
;; STDERR:                                  ^
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (; äöü €uro ;) (export "日本" (fun 0)))
