;; RUN: wrt %wasm
;; EXIT: 1
;; STDERR: wrt: bad-no-functions.wasm: it exports no function '_start' to run, and it exports no other function
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
