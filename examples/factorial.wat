;; A function without a program around it: call it with --invoke, its arguments parsed by type.
;;
;; RUN: wrt run --invoke factorial %s 20
;; STDOUT: 2432902008176640000
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

(module
  (func (export "factorial") (param $n i64) (result i64)
    (if (result i64) (i64.lt_s (local.get $n) (i64.const 2))
      (then (i64.const 1))
      (else (i64.mul (local.get $n) (call 0 (i64.sub (local.get $n) (i64.const 1))))))))
