;; One module, one assertion that fails.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module (func (export "add") (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1))))
(assert_return (invoke "add" (i32.const 1) (i32.const 2)) (i32.const 3))
