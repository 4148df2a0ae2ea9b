;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A reference from which addresses inside of an object are made is used behind a call that may collect, so that its
;; exact value is in a register or on the stack meanwhile. Code that makes none, or calls nothing, has no such use.
;; RUN: wrt compile --emit llvm-ir %s -o out.ll
;; RUN: wrt run --tier=llvm --invoke sum_down %s 10
;; STDOUT: 30
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @sum_down.w1(
;; CHECK:       store ptr %{{[0-9]+}}, ptr %[[ARRAY:[0-9]+]],
;; CHECK-NEXT:  %[[LENGTH:[0-9]+]] = getelementptr inbounds i8, ptr %[[ARRAY]], i64 8
;; CHECK-NEXT:  store i32 %1, ptr %[[LENGTH]],
;; CHECK:       call tailcc void @collects.w0(
;; CHECK-NEXT:  call void asm sideeffect "", "X"(ptr %[[ARRAY]])
;; CHECK-NOT:   call void asm
;; CHECK-LABEL: define {{.*}} @sum_without_calls.w2(
;; CHECK-NOT:   call void asm
;; CHECK-LABEL: define {{.*}} @field.w3(
;; CHECK:       call tailcc void @collects.w0(
;; CHECK-NOT:   call void asm
;; CHECK-LABEL: define {{.*}} @memory.w4(
;; CHECK:       call tailcc void @collects.w0(
;; CHECK-NOT:   call void asm
;; CHECK-LABEL: define {{.*}} @array_entry
(module
  (type $longs (array (mut i64)))
  (type $pair (struct (field (mut i64)) (field (mut i64))))
  (memory 1)
  (func $collects (param i32) (drop (array.new_default $longs (local.get 0))))
  (func $sum_down (export "sum_down") (param $n i32) (result i64)
    (local $a (ref null $longs)) (local $sum i64)
    (local.set $a (array.new $longs (i64.const 3) (local.get $n)))
    (loop $next
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (call $collects (local.get $n))
      (local.set $sum (i64.add (local.get $sum) (array.get $longs (local.get $a) (local.get $n))))
      (br_if $next (local.get $n)))
    (local.get $sum))
  (func $sum_without_calls (export "sum_without_calls") (param $a (ref $longs)) (param $n i32) (result i64)
    (local $sum i64)
    (loop $next
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (local.set $sum (i64.add (local.get $sum) (array.get $longs (local.get $a) (local.get $n))))
      (br_if $next (local.get $n)))
    (local.get $sum))
  (func $field (export "field") (param $p (ref $pair)) (result i64)
    (struct.set $pair 0 (local.get $p) (i64.const 1))
    (call $collects (i32.const 5))
    (struct.get $pair 1 (local.get $p)))
  (func $memory (export "memory") (param $n i32) (result i64)
    (local $sum i64)
    (loop $next
      (call $collects (local.get $n))
      (local.set $sum (i64.add (local.get $sum) (i64.load (local.get $n))))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 8)))))
    (local.get $sum)))
