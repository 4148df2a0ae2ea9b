;; A tag of a library, and a function that throws with it.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $failure (export "failure") (param i32 i64))
  (func $fail (export "fail") (param i32) (throw $failure (local.get 0) (i64.const -1))))
