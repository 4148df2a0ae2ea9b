;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; c[i] += a[i] * b[i] with three i32 pointers that a producer bumps by 8: the loop becomes a vector loop, behind a check
;; that the pointers neither overlap nor wrap.
;; RUN: wrt compile --emit llvm-ir %wasm -o out.ll
;; RUN: wrt run --tier=llvm --invoke sum %wasm
;; STDOUT: 4
;; RUN: FileCheck --input-file=%t/out.ll %s

;; CHECK-LABEL: define {{.*}} @func.w0(
;; CHECK: fmul <[[N:[0-9]+]] x double>
;; CHECK: fadd <[[N]] x double>
(module
  (memory 1)
  (func $multiply_add (param $c i32) (param $a i32) (param $b i32) (param $count i32)
    loop
      local.get $c
      local.get $c
      f64.load
      local.get $a
      f64.load
      local.get $b
      f64.load
      f64.mul
      f64.add
      f64.store
      local.get $a
      i32.const 8
      i32.add
      local.set $a
      local.get $b
      i32.const 8
      i32.add
      local.set $b
      local.get $c
      i32.const 8
      i32.add
      local.set $c
      local.get $count
      i32.const 1
      i32.sub
      local.tee $count
      br_if 0
    end)
  (func (export "sum") (result f64)
    (f64.store (i32.const 1000) (f64.const 2))
    (f64.store (i32.const 2000) (f64.const 2))
    (call $multiply_add (i32.const 3000) (i32.const 1000) (i32.const 2000) (i32.const 50))
    (f64.load (i32.const 3000))))
