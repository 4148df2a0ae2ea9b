;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A loop that a producer unrolled, `row[j] -= factor * other[j]`: addresses of 32 bits that are 8 apart, unless they wrap around,
;; and a counter that is 3200 at the end, unless it passes that. In front of it is looked at whether either can be; if not, it
;; is vectorised, in the order of memory.
;; RUN: wrt compile --emit llvm-ir --cpu=haswell %wasm -o out.ll
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: vector.body:
;; CHECK-NOT: shufflevector
;; CHECK: fmul <[[N:[0-9]+]] x double>
;; CHECK-NOT: shufflevector
;; CHECK: store <[[N]] x double>
(module
  (memory 100)
  (func (export "subtract") (param $row i32) (param $other i32) (param $j i32) (param $factor f64) (local $a i32) (local $b i32)
    (loop $next
      (local.set $a (i32.add (local.get $row) (local.get $j)))
      (local.set $b (i32.add (local.get $other) (local.get $j)))
      (f64.store (local.get $a) (f64.sub (f64.load (local.get $a)) (f64.mul (local.get $factor) (f64.load (local.get $b)))))
      (local.set $a (i32.add (local.get $a) (i32.const 8)))
      (f64.store (local.get $a)
        (f64.sub (f64.load (local.get $a)) (f64.mul (local.get $factor) (f64.load (i32.add (local.get $b) (i32.const 8))))))
      (br_if $next (i32.ne (local.tee $j (i32.add (local.get $j) (i32.const 16))) (i32.const 3200))))))
