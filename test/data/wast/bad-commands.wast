;; Commands that cannot be carried out: each is told with its place, and the next one follows.
(invoke "f")
(register "m")
(module instance)
(module $Bad (func (result i32)))
(invoke $Bad "f")
(invoke "f")
(module $Bad2
  (func (export "f") i32.foo))
(module (import "spectest" "nothing" (func)))
(module (func $f (unreachable)) (start $f))
(module $M
  (func (export "f") (param i32 (;more;) externref (ref func)))
  (func (export "trap") (unreachable))
  (table (export "t") 1 funcref)
  (memory (export "memory") 1 1 shared))
(invoke $N "f")
(invoke "g")
(invoke "t")
(get "f")
(invoke "f")
(invoke "f" (i32.const 1) (ref.null extern) (ref.null func) (i32.const 1))
(invoke "f" (i64.const 1) (ref.null extern) (ref.null func))
(invoke "f" (i32.const 1) (ref.null func) (ref.null func))
(invoke "f" (i32.const 1) (ref.extern 1) (ref.null func))
(invoke "f" (i32.const 1) (ref.extern) (ref.null func))
(invoke "f" (i32.const 1) (ref.host 1) (ref.func))
(invoke "f" (either (i32.const 1)) (ref.host 1) (ref.func))
(invoke "trap")
(assert_return (invoke $N "f"))
(assert_trap (invoke "f") "unreachable")
(register "n" $N)
(module instance $I $N)
(wait $T)
(thread $T (shared (module $N)))
(thread $T (shared (module $M))
  (invoke $M "trap")
  (register "m" $M)
  (module (import "m" "f" (func)))
  (module (import "m" "memory" (memory 1 1 shared)))
  (assert_return (get "g")))
(thread $T)
(wait $T)
(wait $T)
(assert_foo (invoke "f"))
(invoke f)
(invoke "f" (i32.const 99999999999))
(assert_return (invoke "f") (f32.const nan:quiet))
)
	(thread $T (invoke "é") (foo))
(module quote "(func)" " (func $f) (func $f)")
(module binary "\00asm" "\01\00\00\00\60")
(invoke "f" "unclosed)
(module definition (memory 1) (func (export "last") (result i32) (i32.const 1)))
(module instance)
(assert_return (invoke "last") (i32.const 1))

;; RUN: wrt wast %s
;; STDOUT: %s:2:1: invoke "f": there is no instance
;; STDOUT: %s:3:1: register "m": there is no instance
;; STDOUT: %s:4:1: module instance: there is no module definition
;; STDOUT: %s:5:1: module $Bad: invalid: type mismatch: instruction requires [i32] but stack has [] (at 0x18 of the binary)
;; STDOUT: %s:6:1: invoke "f": the instance $Bad could not be made
;; STDOUT: %s:7:1: invoke "f": there is no instance
;; STDOUT: %s:8:1: module $Bad2: malformed: unknown operator i32.foo (at 9:22)
;; STDOUT: %s:10:1: module: unlinkable: unknown import: func spectest.nothing
;; STDOUT: %s:11:1: module: trap: unreachable
;; STDOUT: %s:17:1: invoke "f": no instance is called $N
;; STDOUT: %s:18:1: invoke "g": no such function is exported
;; STDOUT: %s:19:1: invoke "t": no such function is exported
;; STDOUT: %s:20:1: get "f": no such global is exported
;; STDOUT: %s:21:1: invoke "f": the function takes 3 arguments (i32, externref, (ref func)), but 0 are given
;; STDOUT: %s:22:1: invoke "f": the function takes 3 arguments (i32, externref, (ref func)), but 4 are given
;; STDOUT: %s:23:1: invoke "f": argument 1: (i64.const 1) is no value of type i32
;; STDOUT: %s:24:1: invoke "f": argument 2: (ref.null func) is no value of type externref
;; STDOUT: %s:25:1: invoke "f": argument 3: (ref.null func) is no value of type (ref func)
;; STDOUT: %s:26:1: invoke "f": argument 2: (ref.extern) is a pattern, not a value
;; STDOUT: %s:27:1: invoke "f": argument 2: (ref.host 1) is no value of type externref
;; STDOUT: %s:28:1: invoke "f": argument 1: (either (i32.const 1)) is no value of type i32
;; STDOUT: %s:29:1: invoke "trap": trap: unreachable
;; STDOUT: %s:30:1: assert_return "f": no instance is called $N
;; STDOUT: %s:31:1: assert_trap "f": the function takes 3 arguments (i32, externref, (ref func)), but 0 are given
;; STDOUT: %s:32:1: register "n": no instance is called $N
;; STDOUT: %s:33:1: module instance $I: no module definition is called $N
;; STDOUT: %s:34:1: wait $T: no thread is called $T
;; STDOUT: %s:35:1: thread $T: no instance is called $N
;; STDOUT: %s:37:3: invoke "trap": the instance $M belongs to another thread; only its shared memories can be imported
;; STDOUT: %s:39:3: module: unlinkable: unknown import: func m.f
;; STDOUT: %s:41:3: assert_return "g": no such global is exported
;; STDOUT: %s:42:1: thread $T: the thread $T has not been waited for
;; STDOUT: %s:44:1: wait $T: no thread is called $T
;; STDOUT: %s:45:1: bad command: unknown operator assert_foo (at 45:2)
;; STDOUT: %s:46:1: bad command: unknown operator f (at 46:9)
;; STDOUT: %s:47:1: bad command: constant out of range (at 47:24)
;; STDOUT: %s:48:1: bad command: unknown operator nan:quiet (at 48:40)
;; STDOUT: %s:49:1: bad command: unexpected token ) (at 49:1)
;; STDOUT: %s:50:2: bad command: unknown operator foo (at 50:27)
;; STDOUT: %s:51:1: module: malformed: duplicate func $f (at 1:25 of the quoted text)
;; STDOUT: %s:52:1: module: malformed: malformed section id: 96 (at 0x8 of the binary)
;; STDOUT: %s:53:1: bad command: unclosed string (at 53:13)
;; STDOUT: %s: 1 assertions passed, 3 failed; 7 other commands passed, 39 failed
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
