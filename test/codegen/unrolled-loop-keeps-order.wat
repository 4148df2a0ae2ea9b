;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; c[i] = 3 * a[i] - c[i], which a producer has unrolled by two: the vector loop computes with the elements in the order in
;; which they stand in memory.
;; RUN: wrt compile --emit llvm-ir --cpu=haswell %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke sum %wasm
;; STDOUT: 19701
;; RUN: wrt run --tier=llvm -O3 --invoke odd %wasm
;; STDOUT: 7
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: vector.body:
;; CHECK-NOT: shufflevector
;; CHECK: load volatile <8 x double>
;; CHECK-NOT: shufflevector
;; CHECK: fmul <8 x double>
;; CHECK-NOT: shufflevector
;; CHECK: fsub <8 x double>
;; CHECK-NOT: shufflevector
;; CHECK: store <8 x double>
;; CHECK-NOT: shufflevector
;; CHECK: br i1
(module
  (memory 1)
  (func $multiply_subtract (param $c i32) (param $a i32) (param $pairs i32)
    loop
      (f64.store (local.get $c)
        (f64.sub (f64.mul (f64.load (local.get $a)) (f64.const 3)) (f64.load (local.get $c))))
      (f64.store offset=8 (local.get $c)
        (f64.sub (f64.mul (f64.load offset=8 (local.get $a)) (f64.const 3)) (f64.load offset=8 (local.get $c))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $c (i32.add (local.get $c) (i32.const 16)))
      (br_if 0 (local.tee $pairs (i32.sub (local.get $pairs) (i32.const 1))))
    end)
  ;; Writes 0, 1, 2 and so on, and 100 times the same.
  (func $fill (param $count i32)
    (local $i i32)
    loop
      (f64.store (i32.mul (local.get $i) (i32.const 8)) (f64.convert_i32_s (local.get $i)))
      (f64.store offset=8192 (i32.mul (local.get $i) (i32.const 8))
        (f64.convert_i32_s (i32.mul (local.get $i) (i32.const 2))))
      (br_if 0 (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $count)))
    end)
  ;; 3 * i - 2 * i over 199 elements: the last is left at 2 * 198.
  (func (export "sum") (result f64)
    (local $i i32) (local $sum f64)
    (call $fill (i32.const 200))
    (call $multiply_subtract (i32.const 8192) (i32.const 0) (i32.const 99))
    loop
      (local.set $sum (f64.add (local.get $sum)
        (f64.load offset=8192 (i32.mul (local.get $i) (i32.const 8)))))
      (br_if 0 (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 199)))
    end
    (f64.sub (local.get $sum) (f64.const 198)))
  ;; The operands in their order: 3 * 7 - 14, not 14 - 3 * 7.
  (func (export "odd") (result f64)
    (call $fill (i32.const 200))
    (call $multiply_subtract (i32.const 8192) (i32.const 0) (i32.const 99))
    (f64.load (i32.const 8248))))
