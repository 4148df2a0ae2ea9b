;; RUN: wrt %wasm
;; EXIT: 1
;; STDERR: wrt: bad-start-type.wasm: its function '_start' has the type (param i32), where it should take and return nothing
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "_start") (param i32)))
