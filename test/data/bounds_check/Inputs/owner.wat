;; A module with a memory for others.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory (export "memory") 1)
  (func (export "poke") (i32.store (i32.const 65532) (i32.const 42))))
