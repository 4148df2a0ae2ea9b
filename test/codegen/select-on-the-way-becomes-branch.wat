;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; A loop whose next address is chosen by what it loads, as in interpreters whose jumps a producer has made a `select` of:
;; a branch is predicted, and the next load need not wait for the last.
;; RUN: wrt compile --emit asm --cpu=haswell %wasm -o out.s
;; RUN: wrt run --tier=llvm --invoke walk %wasm 0
;; STDOUT: 5
;; RUN: FileCheck --input-file=%t/out.s %s

;; CHECK-LABEL: func.w0:
;; CHECK-NOT: cmov
;; CHECK: {{retq?}}
(module
  (memory 1)
  (data (i32.const 0) "\01\00\00\00\00\00\00\00\02\00\00\00\01\00\00\00\ff\00\00\00")
  ;; From word to word until one is 255: as many words on as it says, if a table at 100 has something for it, and to the
  ;; next if not. The table is empty. How many words?
  (func (export "walk") (param $at i32) (result i32)
    (local $steps i32) (local $word i32)
    loop
      (local.set $word (i32.load (local.get $at)))
      (local.set $at
        (select
          (i32.add (i32.shl (local.get $word) (i32.const 2)) (local.get $at))
          (i32.add (local.get $at) (i32.const 4))
          (i32.load offset=100 (i32.shl (i32.and (local.get $word) (i32.const 3)) (i32.const 2)))))
      (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
      (br_if 0 (i32.ne (local.get $word) (i32.const 255)))
    end
    (local.get $steps)))
