;; --emit: a program of its own, an object of which a linker makes the artefact, assembly and IR.
;;
;; RUN: wrt compile --emit exe %wasm
;; The program takes all arguments, is not in need of wrt, and is named in its messages.
;; RUN: env -i ./emit --help two
;; EXIT: 3
;; RUN: env -i ./emit
;; EXIT: 134
;; STDERR: wrt: emit: trap: unreachable
;; STDERR:   #0 func 2 at emit:0x{{[0-9a-f]+}}
;; It needs the C library and nothing else; a sanitizer's build, which says so somewhere, does.
;; RUN: grep -q AddressSanitizer emit || test -z "$(readelf -d emit | grep NEEDED | grep -vE 'lib(c|m)\.so\.6|ld-linux')"
;; RUN: wrt compile --emit obj %wasm -o app.o
;; RUN: ld.lld-19 -shared --eh-frame-hdr -z text -z now app.o -o app.so
;; RUN: wrt run app.so a b
;; EXIT: 3
;; RUN: wrt compile --emit asm %wasm -o - | grep -c 'ud1\|brk'
;; STDOUT: 1
;; RUN: wrt compile --emit llvm-ir %wasm -o - | grep -c 'call void @llvm.ubsantrap'
;; STDOUT: 1
;; What cannot be.
;; RUN: wrt compile --emit potato %wasm
;; EXIT: 2
;; STDERR: wrt: --emit potato: expected so, exe, obj, asm or llvm-ir
;; STDERR: {{...}}
;; RUN: cp emit short
;; RUN: truncate --size=-1 short
;; RUN: env -i ./short
;; EXIT: 1
;; STDERR: wrt: short: holds no program: 'wrt compile --emit exe' makes one of it
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (if (i32.lt_u (i32.load (i32.const 0)) (i32.const 2)) (then (unreachable)))
    (call $exit (i32.load (i32.const 0)))))
