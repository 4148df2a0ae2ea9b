;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; memory.copy checks both ranges before it calls anything, and calls nothing for a few bytes that the code says: it reads
;; all of them before it writes one. So does memory.fill.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK-NOT: call tailcc
;; CHECK-NOT: %{{[0-9]+}}(ptr
;; CHECK: load {{.*}}<4 x i32>
;; CHECK: load {{.*}}i64
;; CHECK-NOT: load
;; CHECK: store <4 x i32>
;; CHECK: store i64
;; CHECK: store <16 x i8>
;; CHECK: store <4 x i8>
;; CHECK: ret void
;; CHECK-LABEL: define {{.*}} @func.w1(
;; CHECK: icmp ugt
;; CHECK: icmp ugt
;; CHECK: call void %{{.*}}(ptr {{.*}}%0, ptr %{{.*}}, ptr %{{.*}}, i64 %{{.*}})
(module
  (memory 1)
  (func $few (export "few") (param i32 i32)
    (memory.copy (local.get 0) (local.get 1) (i32.const 24))
    (memory.fill (local.get 1) (i32.const 7) (i32.const 20)))
  (func $many (export "many") (param i32 i32 i32)
    (memory.copy (local.get 0) (local.get 1) (local.get 2))))
