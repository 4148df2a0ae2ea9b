;; -Os is a level of its own: every function is marked, and the note says it.
;;
;; RUN: wrt compile -Os --cpu baseline --emit llvm-ir %wasm -o small.ll
;; RUN: wrt compile --cpu baseline --emit llvm-ir %wasm -o fast.ll
;; RUN: grep -c optsize small.ll fast.ll
;; STDOUT: small.ll:{{[1-9].*}}
;; STDOUT: fast.ll:0
;; RUN: wrt compile -Os %wasm -o small.so
;; RUN: readelf -p .note.wrt small.so | grep -c 'settings: -Os'
;; STDOUT: 1
;; RUN: wrt run --invoke sum small.so 10
;; STDOUT: 45
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "sum") (param $n i32) (result i32)
    (local $sum i32)
    (loop
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (local.set $sum (i32.add (local.get $sum) (local.get $n)))
      (br_if 0 (local.get $n)))
    (local.get $sum)))
