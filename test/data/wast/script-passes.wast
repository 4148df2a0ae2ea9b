;; Every command of a script in a form that passes, and how they are counted.
(module $M
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "two") (result i32 f64) (i32.const 1) (f64.const -0x1p-3))
  (func (export "nan") (result f32) (f32.div (f32.const 0) (f32.const 0)))
  (func (export "lanes") (result v128) (v128.const f32x4 1 nan:0x500000 -0 inf))
  (func (export "same") (param externref) (result externref) (local.get 0))
  (func (export "self") (result funcref) (ref.func $trap))
  (func (export "i31") (result i31ref) (ref.i31 (i32.const 5)))
  (func $trap (export "trap") (unreachable))
  (func $deep (export "deep") (call $deep))
  (tag $t)
  (func (export "throw") (throw $t))
  (global (export "g") i64 (i64.const 7)))
(register "m" $M)
(invoke "add" (i32.const 1) (i32.const 2))
(assert_return (invoke $M "add" (i32.const -1) (i32.const 3)) (i32.const 2))
(assert_return (invoke "add" (i32.const 1) (i32.const 1)) (either (i32.const 1) (i32.const 2)))
(assert_return (invoke "two") (i32.const 1) (f64.const -0.125))
(assert_return (invoke "nan") (f32.const nan:canonical))
(assert_return (invoke "lanes") (v128.const f32x4 1 nan:arithmetic -0 inf))
(assert_return (invoke "same" (ref.extern 3)) (ref.extern 3))
(assert_return (invoke "same" (ref.null extern)) (ref.null))
(assert_return (invoke "self") (ref.func))
(assert_return (invoke "i31") (ref.eq))
(assert_return (get $M "g") (i64.const 7))
(assert_trap (invoke "trap") "unreachable")
(assert_exhaustion (invoke "deep") "call stack exhausted")
(assert_exception (invoke "throw"))
(assert_malformed (module quote "(func (i32.foo))") "unknown operator")
(assert_malformed (module binary "\00asm\02\00\00\00") "unknown binary version")
(assert_malformed_custom (module quote "(@name)") "")
(assert_invalid (module (func (result i32))) "type mismatch")
(assert_unlinkable (module (import "m" "none" (func))) "unknown import")
(assert_unlinkable (module (import "m" "add" (func))) "incompatible import type")
(assert_trap (module (func $f (unreachable)) (start $f)) "unreachable")
(module definition $D (global (export "n") (mut i32) (i32.const 1)))
(module instance $I $D)
(assert_return (get $I "n") (i32.const 1))
(module (import "spectest" "print_i32" (func (param i32))) (import "spectest" "memory" (memory 1)))
(module $Shared (memory (export "memory") 1 1 shared))
(thread $T (shared (module $Shared))
  (register "s" $Shared)
  (module (memory (import "s" "memory") 1 1 shared) (func (export "f") (result i32) (memory.size)))
  (assert_return (invoke "f") (i32.const 1)))
(wait $T)

;; RUN: wrt wast %s
;; STDOUT: %s: 22 assertions passed, 0 failed; 11 other commands passed, 0 failed
;; RUN: wrt wast -O0 --verify --precise-traps --gc-stress --max-gc-heap=1M %s
;; STDOUT: %s: 22 assertions passed, 0 failed; 11 other commands passed, 0 failed
;; RUN: wrt wast --json %s
;; STDOUT: {
;; STDOUT:   "files": [
;; STDOUT:     {
;; STDOUT:       "file": "%s",
;; STDOUT:       "assertions": {
;; STDOUT:         "passed": 22,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "commands": {
;; STDOUT:         "passed": 11,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "kinds": {
;; STDOUT:         "assert_exception": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_exhaustion": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_invalid": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_malformed binary": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_malformed quote": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_malformed_custom quote": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_return": {
;; STDOUT:           "passed": 12,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_trap": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_uninstantiable": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "assert_unlinkable": {
;; STDOUT:           "passed": 2,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "invoke": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "module": {
;; STDOUT:           "passed": 4,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "module definition": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "module instance": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "register": {
;; STDOUT:           "passed": 2,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "thread": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         },
;; STDOUT:         "wait": {
;; STDOUT:           "passed": 1,
;; STDOUT:           "failed": 0
;; STDOUT:         }
;; STDOUT:       },
;; STDOUT:       "failures": []
;; STDOUT:     }
;; STDOUT:   ],
;; STDOUT:   "total": {
;; STDOUT:     "files": 1,
;; STDOUT:     "unreadable": 0,
;; STDOUT:     "assertions": {
;; STDOUT:       "passed": 22,
;; STDOUT:       "failed": 0
;; STDOUT:     },
;; STDOUT:     "commands": {
;; STDOUT:       "passed": 11,
;; STDOUT:       "failed": 0
;; STDOUT:     }
;; STDOUT:   }
;; STDOUT: }
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
