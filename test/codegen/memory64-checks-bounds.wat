;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A memory with 64-bit addresses has no guard region that could catch everything: each access compares its address with
;; the length, or, if the offset is large, its end, without wrapping.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke load %wasm 65528
;; STDOUT: 0
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --tier=llvm --invoke load %wasm 65529
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke load %wasm -1
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke load_far %wasm -4294967279
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: icmp {{u[lg][te]}} i64
;; CHECK-NOT: overflow
;; CHECK: load volatile i64, {{.*}}
;; CHECK-LABEL: define {{.*}} @func.w1(
;; CHECK: llvm.uadd.with.overflow.i64(i64 %{{.*}}, i64 4294967303)
;; CHECK: load volatile i64, {{.*}}
(module
  (memory i64 1)
  (func (export "load") (param i64) (result i64) (i64.load (local.get 0)))
  (func (export "load_far") (param i64) (result i64)
    (i64.load offset=0xffffffff (local.get 0))))
