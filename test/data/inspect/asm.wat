;; Machine code stands beside the instruction that it belongs to; what belongs to none comes first. Calls and traps have
;; names. Nothing is written.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect --asm ratio --target x86_64-linux-gnu %wasm
;; STDOUT: (func $ratio (;2;) (type 2) (param $a i32) (param $b i32) (result i32)  ;; 13 bytes at 0x49, 71 bytes of x86-64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)                  {{0x[0-9a-f]+}}  pushq %rbp
;; STDOUT:                           {{0x[0-9a-f]+}}  movq %rsp, %rbp
;; STDOUT:                           {{0x[0-9a-f]+}}  pushq %r15
;; STDOUT:                           {{0x[0-9a-f]+}}  pushq %r14
;; STDOUT:                           {{0x[0-9a-f]+}}  pushq %rbx
;; STDOUT:                           {{0x[0-9a-f]+}}  pushq %rax
;; STDOUT:                           {{0x[0-9a-f]+}}  movl %edx, %ebx
;; STDOUT:                           {{0x[0-9a-f]+}}  movl %esi, %r14d
;; STDOUT:                           {{0x[0-9a-f]+}}  movq %rdi, %r15
;; STDOUT:   0x00004a  local.get $a
;; STDOUT:   0x00004c  call $log     {{0x[0-9a-f]+}}  movq 0x48(%rdi), %rdi
;; STDOUT:                           {{0x[0-9a-f]+}}  callq *0x38(%r15)
;; STDOUT:                           {{0x[0-9a-f]+}}  subq $0x8, %rsp
;; STDOUT:   0x00004e  local.get $a
;; STDOUT:   0x000050  call $half    {{0x[0-9a-f]+}}  movq %r15, %rdi
;; STDOUT:                           {{0x[0-9a-f]+}}  movl %r14d, %esi
;; STDOUT:                           {{0x[0-9a-f]+}}  callq $half
;; STDOUT:                           {{0x[0-9a-f]+}}  subq $0x8, %rsp
;; STDOUT:   0x000052  local.get $b
;; STDOUT:   0x000054  i32.div_u     {{0x[0-9a-f]+}}  testl %ebx, %ebx
;; STDOUT:                           {{0x[0-9a-f]+}}  je {{0x[0-9a-f]+}}
;; STDOUT:                           {{0x[0-9a-f]+}}  xorl %edx, %edx
;; STDOUT:                           {{0x[0-9a-f]+}}  divl %ebx
;; STDOUT:                           {{0x[0-9a-f]+}}  ud1l 0x7(%eax), %eax  ; trap: integer divide by zero
;; STDOUT:   0x000055  end           {{0x[0-9a-f]+}}  addq $0x8, %rsp
;; STDOUT:                           {{0x[0-9a-f]+}}  popq %rbx
;; STDOUT:                           {{0x[0-9a-f]+}}  popq %r14
;; STDOUT:                           {{0x[0-9a-f]+}}  popq %r15
;; STDOUT:                           {{0x[0-9a-f]+}}  popq %rbp
;; STDOUT:                           {{0x[0-9a-f]+}}  retq $0x8
;; STDOUT: )
;; RUN: wrt inspect --asm '$half' --asm 2 -O1 --target aarch64-linux-gnu %wasm
;; STDOUT: (func $half (;1;) (type 1) (param $n i32) (result i32)  ;; 7 bytes at 0x41, 20 bytes of AArch64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)                  {{0x[0-9a-f]+}}  stp x29, x30, [sp, #-0x10]!
;; STDOUT:                           {{0x[0-9a-f]+}}  mov x29, sp
;; STDOUT:   0x000042  local.get $n
;; STDOUT:   0x000044  i32.const 2
;; STDOUT:   0x000046  i32.div_u     {{0x[0-9a-f]+}}  lsr w0, w1, #1
;; STDOUT:   0x000047  end           {{0x[0-9a-f]+}}  ldp x29, x30, [sp], #0x10
;; STDOUT:                           {{0x[0-9a-f]+}}  ret
;; STDOUT: )
;; STDOUT: (func $ratio (;2;) (type 2) (param $a i32) (param $b i32) (result i32)  ;; 13 bytes at 0x49, 80 bytes of AArch64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)                  {{0x[0-9a-f]+}}  stp x29, x30, [sp, #-0x30]!
;; STDOUT:                           {{0x[0-9a-f]+}}  str x21, [sp, #0x10]
;; STDOUT:                           {{0x[0-9a-f]+}}  stp x20, x19, [sp, #0x20]
;; STDOUT:                           {{0x[0-9a-f]+}}  mov x29, sp
;; STDOUT:                           {{0x[0-9a-f]+}}  mov x20, x0
;; STDOUT:                           {{0x[0-9a-f]+}}  mov w19, w2
;; STDOUT:                           {{0x[0-9a-f]+}}  mov w21, w1
;; STDOUT:   0x00004a  local.get $a
;; STDOUT:   0x00004c  call $log     {{0x[0-9a-f]+}}  ldr x8, [x0, #0x38]
;; STDOUT:                           {{0x[0-9a-f]+}}  ldr x0, [x0, #0x48]
;; STDOUT:                           {{0x[0-9a-f]+}}  blr x8
;; STDOUT:   0x00004e  local.get $a
;; STDOUT:   0x000050  call $half    {{0x[0-9a-f]+}}  mov x0, x20
;; STDOUT:                           {{0x[0-9a-f]+}}  mov w1, w21
;; STDOUT:                           {{0x[0-9a-f]+}}  bl $half
;; STDOUT:   0x000052  local.get $b
;; STDOUT:   0x000054  i32.div_u     {{0x[0-9a-f]+}}  cbz w19, {{0x[0-9a-f]+}}
;; STDOUT:                           {{0x[0-9a-f]+}}  udiv w0, w0, w19
;; STDOUT:                           {{0x[0-9a-f]+}}  brk #0x5507  ; trap: integer divide by zero
;; STDOUT:   0x000055  end           {{0x[0-9a-f]+}}  ldp x20, x19, [sp, #0x20]
;; STDOUT:                           {{0x[0-9a-f]+}}  ldr x21, [sp, #0x10]
;; STDOUT:                           {{0x[0-9a-f]+}}  ldp x29, x30, [sp], #0x30
;; STDOUT:                           {{0x[0-9a-f]+}}  ret
;; STDOUT: )
;; RUN: wrt inspect --asm exported --target aarch64-linux-gnu %s
;; STDOUT: (func (;3;) (type 3) (result i32)  ;; 12 bytes at 0x57, 20 bytes of AArch64 code at {{0x[0-9a-f]+}}
;; STDOUT:   (none)                            {{0x[0-9a-f]+}}  stp x29, x30, [sp, #-0x10]!
;; STDOUT:                                     {{0x[0-9a-f]+}}  mov x29, sp
;; STDOUT:   0x000058  i32.const 1
;; STDOUT:   0x00005a  if (result i32)  ;; @1
;; STDOUT:   0x00005c    i32.const 2
;; STDOUT:   0x00005e  else
;; STDOUT:   0x00005f    i32.const 3
;; STDOUT:   0x000061  end  ;; @1
;; STDOUT:   0x000062  end                     {{0x[0-9a-f]+}}  mov w0, #0x2
;; STDOUT:                                     {{0x[0-9a-f]+}}  ldp x29, x30, [sp], #0x10
;; STDOUT:                                     {{0x[0-9a-f]+}}  ret
;; STDOUT: )
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "a" "log" (func $log (param i32)))
  (func $half (param $n i32) (result i32) (i32.div_u (local.get $n) (i32.const 2)))
  (func $ratio (param $a i32) (param $b i32) (result i32)
    (call $log (local.get $a))
    (i32.div_u (call $half (local.get $a)) (local.get $b)))
  (func (export "exported") (result i32) (if (result i32) (i32.const 1) (then (i32.const 2)) (else (i32.const 3)))))
