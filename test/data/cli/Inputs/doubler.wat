;; Doubles what a counter counts.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "counter" "next" (func $next (result i32)))
  (func (export "next_doubled") (result i32) (i32.mul (call $next) (i32.const 2))))
