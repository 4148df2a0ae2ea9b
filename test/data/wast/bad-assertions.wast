;; Each assertion, failing: what was expected and what came.
(module $M
  (func (export "one") (result i32) (i32.const 1))
  (func (export "one64") (result i64) (i64.const 1))
  (func (export "two") (result i32 f32) (i32.const 1) (f32.const 1.5))
  (func (export "none"))
  (func (export "nan") (result f64) (f64.const -nan:0x123))
  (func (export "lanes") (result v128) (v128.const i32x4 1 2 3 4))
  (func (export "same") (param externref) (result externref) (local.get 0))
  (func (export "self") (result funcref) (ref.func $trap))
  (func (export "i31") (result i31ref) (ref.i31 (i32.const 5)))
  (func $trap (export "trap") (unreachable))
  (func $deep (export "deep") (call $deep))
  (tag $t (export "oh no") (param i32))
  (func (export "throw") (throw $t (i32.const 5)))
  (global (export "g") i64 (i64.const 7)))
(register "m")
(assert_return (invoke "one") (i32.const 2))
(assert_return (invoke "one64") (i32.const 1))
(assert_return (invoke "one") (either (i32.const 2) (i32.const 3)))
(assert_return (invoke "one"))
(assert_return (invoke "none") (i32.const 1))
(assert_return (invoke "two") (i32.const 1) (f32.const 1.25))
(assert_return (invoke "nan") (f64.const nan:canonical))
(assert_return (invoke "nan") (f64.const nan:arithmetic))
(assert_return (invoke "lanes") (v128.const i64x2 1 2))
(assert_return (invoke "lanes") (v128.const f32x4 nan:canonical 0 0 0))
(assert_return (invoke "same" (ref.extern 3)) (ref.extern 4))
(assert_return (invoke "same" (ref.extern 3)) (ref.null extern))
(assert_return (invoke "same" (ref.null extern)) (ref.extern))
(assert_return (invoke "same" (ref.null extern)) (ref.null func))
(assert_return (invoke "self") (ref.null))
(assert_return (invoke "i31") (ref.struct))
(assert_return (get "g") (i64.const 8))
(assert_return (invoke "trap"))
(assert_return (invoke "throw"))
(assert_trap (invoke "one") "unreachable")
(assert_trap (invoke "trap") "integer overflow")
(assert_trap (invoke "deep") "call stack exhausted")
(assert_trap (invoke "throw") "unreachable")
(assert_exhaustion (invoke "one") "call stack exhausted")
(assert_exhaustion (invoke "trap") "unreachable")
(assert_exception (invoke "one"))
(assert_exception (invoke "trap"))
(assert_malformed (module quote "(func)") "unknown operator")
(assert_malformed (module quote "\n (func (i32.foo))") "unexpected token")
(assert_malformed (module quote "(func (result i32))") "type mismatch")
(assert_malformed (module binary "\00asm\02\00\00\00") "magic header not detected")
(assert_malformed_custom (module quote "(func)") "@name annotation")
(assert_invalid (module (func)) "type mismatch")
(assert_invalid (module (func (result i32))) "unknown local")
(assert_invalid (module
  (func (i32.foo))) "type mismatch")
(assert_unlinkable (module $L (import "m" "none" (func))) "incompatible import type")
(assert_unlinkable (module (import "m" "one" (func (result i32)))) "unknown import")
(assert_unlinkable (module (func $f (unreachable)) (start $f)) "unknown import")
(assert_unlinkable (module (func (result i32))) "unknown import")
(assert_uninstantiable (module) "unreachable")
(assert_uninstantiable (module (func $f (unreachable)) (start $f)) "integer overflow")
(assert_trap (module (import "m" "none" (func))) "unreachable")

;; RUN: wrt wast %s
;; STDOUT: %s:18:1: assert_return "one": expected (i32.const 2), got (i32.const 1)
;; STDOUT: %s:19:1: assert_return "one64": expected (i32.const 1), got (i64.const 1)
;; STDOUT: %s:20:1: assert_return "one": expected (either (i32.const 2) (i32.const 3)), got (i32.const 1)
;; STDOUT: %s:21:1: assert_return "one": expected nothing, got (i32.const 1)
;; STDOUT: %s:22:1: assert_return "none": expected (i32.const 1), got nothing
;; STDOUT: %s:23:1: assert_return "two": expected (i32.const 1) (f32.const 1.25), got (i32.const 1) (f32.const 1.5)
;; STDOUT: %s:24:1: assert_return "nan": expected (f64.const nan:canonical), got (f64.const -nan:0x123)
;; STDOUT: %s:25:1: assert_return "nan": expected (f64.const nan:arithmetic), got (f64.const -nan:0x123)
;; STDOUT: %s:26:1: assert_return "lanes": expected (v128.const i64x2 1 2), got (v128.const i64x2 8589934593 17179869187)
;; STDOUT: %s:27:1: assert_return "lanes": expected (v128.const f32x4 nan:canonical 0 0 0), got (v128.const f32x4 1e-45 3e-45 4e-45 6e-45)
;; STDOUT: %s:28:1: assert_return "same": expected (ref.extern 4), got (ref.extern 3)
;; STDOUT: %s:29:1: assert_return "same": expected (ref.null extern), got (ref.extern 3)
;; STDOUT: %s:30:1: assert_return "same": expected (ref.extern), got (ref.null)
;; STDOUT: %s:31:1: assert_return "same": expected (ref.null func), got (ref.null)
;; STDOUT: %s:32:1: assert_return "self": expected (ref.null), got (ref.func)
;; STDOUT: %s:33:1: assert_return "i31": expected (ref.struct), got (ref.i31)
;; STDOUT: %s:34:1: assert_return "g": expected (i64.const 8), got (i64.const 7)
;; STDOUT: %s:35:1: assert_return "trap": expected nothing, got trap: unreachable
;; STDOUT: %s:36:1: assert_return "throw": expected nothing, got uncaught exception t(5)
;; STDOUT: %s:37:1: assert_trap "one": expected trap: unreachable, got (i32.const 1)
;; STDOUT: %s:38:1: assert_trap "trap": expected trap: integer overflow, got trap: unreachable
;; STDOUT: %s:39:1: assert_trap "deep": expected trap: call stack exhausted, got exhaustion: call stack exhausted
;; STDOUT: %s:40:1: assert_trap "throw": expected trap: unreachable, got uncaught exception t(5)
;; STDOUT: %s:41:1: assert_exhaustion "one": expected exhaustion: call stack exhausted, got (i32.const 1)
;; STDOUT: %s:42:1: assert_exhaustion "trap": expected exhaustion: unreachable, got trap: unreachable
;; STDOUT: %s:43:1: assert_exception "one": expected uncaught exception, got (i32.const 1)
;; STDOUT: %s:44:1: assert_exception "trap": expected uncaught exception, got trap: unreachable
;; STDOUT: %s:45:1: assert_malformed: expected malformed: unknown operator, got a valid module
;; STDOUT: %s:46:1: assert_malformed: expected malformed: unexpected token, got malformed: unknown operator i32.foo (at 2:9 of the quoted text)
;; STDOUT: %s:47:1: assert_malformed: expected malformed: type mismatch, got invalid: type mismatch: instruction requires [i32] but stack has [] (at 0x18 of the binary)
;; STDOUT: %s:48:1: assert_malformed: expected malformed: magic header not detected, got malformed: unknown binary version: 2, must be 1 (at 0x4 of the binary)
;; STDOUT: %s:49:1: assert_malformed_custom: expected malformed: @name annotation, got a valid module
;; STDOUT: %s:50:1: assert_invalid: expected invalid: type mismatch, got a valid module
;; STDOUT: %s:51:1: assert_invalid: expected invalid: unknown local, got invalid: type mismatch: instruction requires [i32] but stack has [] (at 0x18 of the binary)
;; STDOUT: %s:52:1: assert_invalid: expected invalid: type mismatch, got malformed: unknown operator i32.foo (at 53:10)
;; STDOUT: %s:54:1: assert_unlinkable $L: expected unlinkable: incompatible import type, got an instance
;; STDOUT: %s:55:1: assert_unlinkable: expected unlinkable: unknown import, got an instance
;; STDOUT: %s:56:1: assert_unlinkable: expected unlinkable: unknown import, got trap: unreachable
;; STDOUT: %s:57:1: assert_unlinkable: expected unlinkable: unknown import, got invalid: type mismatch: instruction requires [i32] but stack has [] (at 0x18 of the binary)
;; STDOUT: %s:58:1: assert_uninstantiable: expected trap: unreachable, got an instance
;; STDOUT: %s:59:1: assert_uninstantiable: expected trap: integer overflow, got trap: unreachable
;; STDOUT: %s:60:1: assert_uninstantiable: expected trap: unreachable, got an instance
;; STDOUT: %s: 0 assertions passed, 42 failed; 2 other commands passed, 0 failed
;; EXIT: 1
;; RUN: wrt wast --json %s > result.json
;; EXIT: 1
;; RUN: head -n 20 result.json
;; STDOUT: {
;; STDOUT:   "files": [
;; STDOUT:     {
;; STDOUT:       "file": "%s",
;; STDOUT:       "assertions": {
;; STDOUT:         "passed": 0,
;; STDOUT:         "failed": 42
;; STDOUT:       },
;; STDOUT:       "commands": {
;; STDOUT:         "passed": 2,
;; STDOUT:         "failed": 0
;; STDOUT:       },
;; STDOUT:       "kinds": {
;; STDOUT:         "assert_exception": {
;; STDOUT:           "passed": 0,
;; STDOUT:           "failed": 2
;; STDOUT:         },
;; STDOUT:         "assert_exhaustion": {
;; STDOUT:           "passed": 0,
;; STDOUT:           "failed": 2
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
