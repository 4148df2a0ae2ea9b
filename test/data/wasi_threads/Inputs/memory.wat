;; A memory for modules that import one.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module (memory (export "memory") 1))
