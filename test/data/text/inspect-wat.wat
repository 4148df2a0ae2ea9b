;; The whole module as text: names, annotations and custom sections survive, and the text makes the same binary.
;;
;; RUN: wrt inspect --wat %s
;; STDOUT: (module $m
;; STDOUT:   (type $pair (;0;) (struct (field $x i32) (field $y (mut f64))))
;; STDOUT:   (type (;1;) (func (param i32)))
;; STDOUT:   (type (;2;) (func (param i32) (result i32)))
;; STDOUT:   (import "env" "log" (func $log (;0;) (type 1) (param $what i32)))
;; STDOUT:   (func $"pick one" (;1;) (type 2) (param $a i32) (result i32)
;; STDOUT:     (local $b i64)
;; STDOUT:     block $out (result i32)
;; STDOUT:       i32.const 1
;; STDOUT:       local.get $a
;; STDOUT:       (@metadata.code.branch_hint "\01") br_if 0
;; STDOUT:       drop
;; STDOUT:       local.get $a
;; STDOUT:       (@metadata.code.branch_hint "\00") if
;; STDOUT:         i32.const 16
;; STDOUT:         call $log
;; STDOUT:       end
;; STDOUT:       i32.const 0
;; STDOUT:       i32.load offset=4
;; STDOUT:     end
;; STDOUT:   )
;; STDOUT:   (table $t (;0;) 2 funcref)
;; STDOUT:   (memory $mem (;0;) 1 2)
;; STDOUT:   (global $g (;0;) (mut i32) i32.const -1)
;; STDOUT:   (export "pick" (func $"pick one"))
;; STDOUT:   (elem (;0;) (offset i32.const 0) func $"pick one" $log)
;; STDOUT:   (data $d (;0;) (offset i32.const 8) "text\00\ff€")
;; STDOUT:   (@custom "note" (before first) "\01\02")
;; STDOUT:   (@custom "last" (after last) "end")
;; STDOUT: )
;; RUN: wrt inspect --wat %s -o a.wat && wrt wat2wasm a.wat && wrt wat2wasm %s -o b.wasm && cmp a.wasm b.wasm
;; RUN: wrt inspect --wat --func pick %s
;; STDERR: wrt: --func, --wat, --asm and --html exclude each other
;; STDERR: try 'wrt inspect --help'
;; EXIT: 2
;; RUN: wrt inspect -o a.wat %s
;; STDERR: wrt: -o goes with --wat
;; STDERR: try 'wrt inspect --help'
;; EXIT: 2
;; RUN: wrt inspect --wat %s -o /dev/full
;; STDERR: wrt: cannot write /dev/full: No space left on device
;; EXIT: 1
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module $m
  (@custom "note" (before first) "\01\02")
  (type $pair (struct (field $x i32) (field $y (mut f64))))
  (import "env" "log" (func $log (param $what i32)))
  (memory $mem 1 2)
  (table $t 2 funcref)
  (global $g (mut i32) (i32.const -1))
  (func $pick (@name "pick one") (export "pick") (param $a i32) (result i32) (local $b i64)
    (block $out (result i32)
      (drop (@metadata.code.branch_hint "\01") (br_if $out (i32.const 1) (local.get $a)))
      (@metadata.code.branch_hint "\00") (if (local.get $a) (then (call $log (i32.const 0x10))))
      (i32.load offset=4 (i32.const 0))))
  (elem (i32.const 0) $pick $log)
  (data $d (i32.const 8) "text\00\ff" "\u{20ac}")
  (@custom "last" "end"))
