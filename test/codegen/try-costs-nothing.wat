;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A loop around a call that may throw is the same instructions with and without a try around the call (on x86-64).
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt compile --emit asm %wasm -o out.s
;; RUN: wrt run --tier=llvm --invoke plain %wasm 10
;; STDOUT: -837202663
;; RUN: grep -vE '^[[:space:]]*(\.[a-z]|#)|^\.Ltmp' %t/out.s > %t/code.s
;; RUN: FileCheck --input-file=%t/code.s %s

;; CHECK-LABEL: {{^}}plain.w1:
;; CHECK: {{^}}[[LOOP:\.LBB[0-9_]+]]:
;; CHECK-NEXT: movq
;; CHECK-NEXT: movl
;; CHECK-NEXT: movl
;; CHECK-NEXT: callq step.w0
;; CHECK-NEXT: subq
;; CHECK-NEXT: addl
;; CHECK-NEXT: decl
;; CHECK-NEXT: jne [[LOOP]]

;; CHECK-LABEL: {{^}}guarded.w2:
;; CHECK: {{^}}[[LOOP:\.LBB[0-9_]+]]:
;; CHECK-NEXT: movq
;; CHECK-NEXT: movl
;; CHECK-NEXT: movl
;; CHECK-NEXT: callq step.w0
;; CHECK-NEXT: subq
;; CHECK-NEXT: {{^}}.LBB
;; CHECK-NEXT: addl
;; CHECK-NEXT: decl
;; CHECK-NEXT: jne [[LOOP]]
(module
  (tag $e (param i32))
  (table funcref (elem $step))
  (func $step (param i32 i32) (result i32)
    (if (i32.eq (local.get 0) (i32.const -1)) (then (throw $e (local.get 1))))
    (i32.add (i32.mul (local.get 0) (i32.const 31)) (local.get 1)))
  (func $plain (export "plain") (param $n i32) (result i32)
    (local $h i32) (local $sum i32)
    (loop $again
      (local.set $h (call $step (local.get $h) (local.get $n)))
      (local.set $sum (i32.add (local.get $sum) (local.get $h)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func $guarded (export "guarded") (param $n i32) (result i32)
    (local $h i32) (local $sum i32)
    (loop $again
      (local.set $h
        (try (result i32)
          (do (call $step (local.get $h) (local.get $n)))
          (catch $e)))
      (local.set $sum (i32.add (local.get $sum) (local.get $h)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))
