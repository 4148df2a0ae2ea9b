;; An artefact has no instructions, only their offsets, of what can trap or call. Its module gives the text back. It may
;; be for another machine, on which it cannot run.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt compile --target aarch64-linux-gnu %wasm -o code.so
;; RUN: wrt inspect --asm ratio code.so
;; STDOUT: (func $ratio (;1;) (type 1) (param $a i32) (param $b i32) (result i32)  ;; 44 bytes of AArch64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)      {{0x[0-9a-f]+}}  stp x29, x30, [sp, #-0x20]!
;; STDOUT:               {{0x[0-9a-f]+}}  str x19, [sp, #0x10]
;; STDOUT:               {{0x[0-9a-f]+}}  mov x29, sp
;; STDOUT:               {{0x[0-9a-f]+}}  mov w19, w2
;; STDOUT:   0x00002a    {{0x[0-9a-f]+}}  bl $half
;; STDOUT:   0x00002e    {{0x[0-9a-f]+}}  cbz w19, {{0x[0-9a-f]+}}
;; STDOUT:               {{0x[0-9a-f]+}}  udiv w0, w0, w19
;; STDOUT:               {{0x[0-9a-f]+}}  ldr x19, [sp, #0x10]
;; STDOUT:               {{0x[0-9a-f]+}}  ldp x29, x30, [sp], #0x20
;; STDOUT:               {{0x[0-9a-f]+}}  ret
;; STDOUT:               {{0x[0-9a-f]+}}  brk #0x5507  ; trap: integer divide by zero
;; STDOUT: )
;; RUN: wrt inspect --asm ratio --module %wasm code.so
;; STDOUT: (func $ratio (;1;) (type 1) (param $a i32) (param $b i32) (result i32)  ;; 9 bytes at 0x27, 44 bytes of AArch64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)                  {{0x[0-9a-f]+}}  stp x29, x30, [sp, #-0x20]!
;; STDOUT:                           {{0x[0-9a-f]+}}  str x19, [sp, #0x10]
;; STDOUT:                           {{0x[0-9a-f]+}}  mov x29, sp
;; STDOUT:                           {{0x[0-9a-f]+}}  mov w19, w2
;; STDOUT:   0x000028  local.get $a
;; STDOUT:   0x00002a  call $half    {{0x[0-9a-f]+}}  bl $half
;; STDOUT:   0x00002c  local.get $b
;; STDOUT:   0x00002e  i32.div_u     {{0x[0-9a-f]+}}  cbz w19, {{0x[0-9a-f]+}}
;; STDOUT:                           {{0x[0-9a-f]+}}  udiv w0, w0, w19
;; STDOUT:                           {{0x[0-9a-f]+}}  ldr x19, [sp, #0x10]
;; STDOUT:                           {{0x[0-9a-f]+}}  ldp x29, x30, [sp], #0x20
;; STDOUT:                           {{0x[0-9a-f]+}}  ret
;; STDOUT:                           {{0x[0-9a-f]+}}  brk #0x5507  ; trap: integer divide by zero
;; STDOUT:   0x00002f  end
;; STDOUT: )
;; RUN: wrt inspect code.so | grep "Made for"
;; STDOUT: Made for  aarch64-unknown-linux-gnu, tuned for generic
;; RUN: wrt inspect --html page.html code.so
;; RUN: wrt inspect --html page.html --module %wasm code.so
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func $half (param $n i32) (result i32) (i32.div_u (local.get $n) (i32.const 2)))
  (func $ratio (param $a i32) (param $b i32) (result i32)
    (i32.div_u (call $half (local.get $a)) (local.get $b))))
