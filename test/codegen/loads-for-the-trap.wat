;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A load whose value nobody needs still traps, however late a pass finds that out: it stays, as a volatile one. The
;; others are plain until all passes have run, so that two of the same place become one.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke dropped %wasm 70000
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: FileCheck --input-file=%t/out.ll %s
;; RUN: wrt run --tier=llvm --invoke masked %wasm 70000
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke restored %wasm 70000
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke summed %wasm 65532
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke compared %wasm 70000 1
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke subtracted %wasm 70000
;; EXIT: 134
;; STDERR: {{.*}}out of bounds memory access
;; STDERR: {{...}}
;; RUN: wrt run --tier=llvm --invoke used %wasm 65532
;; STDOUT: 0

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: load volatile
;; CHECK-LABEL: define {{.*}} @func.w1(
;; CHECK: load volatile
;; CHECK-LABEL: define {{.*}} @func.w2(
;; CHECK: load volatile
;; CHECK-LABEL: define {{.*}} @func.w3(
;; CHECK: load volatile
;; CHECK-LABEL: define {{.*}} @func.w4(
;; CHECK: load volatile i32
;; CHECK-NOT: load volatile
;; CHECK: ret i32
(module
  (memory 1)
  (func (export "dropped") (param i32)
    (drop (i32.load (local.get 0))))
  (func (export "masked") (param i32) (result i32)
    (i32.and (i32.load (local.get 0)) (i32.const 0)))
  (func (export "restored") (param i32)
    (i32.store (local.get 0) (i32.load (local.get 0))))
  (func (export "summed") (param i32)
    (local $sum i32)
    loop
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get 0))))
      (br_if 0 (i32.ne (local.tee 0 (i32.add (local.get 0) (i32.const 4))) (i32.const 65544)))
    end)
  (func (export "used") (param i32) (result i32)
    (i32.add (i32.load (local.get 0)) (i32.load (local.get 0))))
  ;; That $v is less than any byte is known when it is known what it is after the last of four rounds.
  (func (export "compared") (param i32 i64) (result i32)
    (local $v i64) (local $i i32)
    loop
      (local.set $v (local.get 1))
      (local.set 1 (i64.const -9223372036854775807))
      (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4)))
    end
    (i64.ge_s (local.get $v) (i64.load8_s (local.get 0))))
  ;; That both are the same is known when the second load is the first.
  (func (export "subtracted") (param i32) (result i32)
    (i32.sub (i32.load (local.get 0)) (i32.load (local.get 0)))))
