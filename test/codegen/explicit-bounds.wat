;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; With --bounds-check=explicit an access costs one comparison with a length that is loaded once, accesses to the fields of
;; one object have one in common, and a loop whose addresses change evenly has none: its ends are looked at before, and it
;; is vectorised.
;; RUN: wrt compile --bounds-check=explicit --cpu baseline --emit llvm-ir %wasm -o out.ll
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke scale %wasm 65504 4
;; RUN: wrt run --bounds-check=explicit --tier=llvm --invoke scale %wasm 65504 5
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
(module
  (memory 1)
  ;; CHECK-LABEL: define {{.*}} @func.w0(
  ;; CHECK: icmp {{.*}} i64
  ;; CHECK-NOT: icmp
  ;; CHECK: ret
  (func (export "fields") (param i32) (result i32)
    (i32.add (i32.load offset=4 (local.get 0))
             (i32.add (i32.load offset=12 (local.get 0)) (i32.load offset=8 (local.get 0)))))
  ;; CHECK-LABEL: define {{.*}} @func.w1(
  ;; CHECK: vector.body:
  ;; CHECK-NOT: trap
  ;; CHECK: store <{{[0-9]+}} x double>
  ;; CHECK-NOT: trap
  ;; CHECK: br i1
  ;; CHECK: ubsantrap
  (func (export "scale") (param $a i32) (param $n i32)
    (loop $next
      (f64.store (local.get $a) (f64.mul (f64.load (local.get $a)) (f64.const 0.5)))
      (local.set $a (i32.add (local.get $a) (i32.const 8)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
