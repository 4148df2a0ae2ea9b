;; Exceptions that nobody holds cost no memory. Of ten million, one in 64 passes through a frame, and the function that
;; throws them catches the others. Together they would take 320 MB.
;;
;; RUN: wrt run --invoke throw-often %wasm 10000000
;; STDOUT: 10000000
;; MAX-RSS-MB: 200
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (tag $e (param i32))
  (func $throw (throw $e (i32.const 1)))
  (func (export "throw-often") (param $n i32) (result i32)
    (local $caught i32)
    (loop $again
      (try
        (do
          (if (i32.and (local.get $n) (i32.const 63)) (then (throw $e (i32.const 1))))
          (call $throw))
        (catch $e
          (local.set $caught (i32.add (local.get $caught)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $caught)))
