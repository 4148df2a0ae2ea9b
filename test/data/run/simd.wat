;; A sample of vector instructions, one per group. v128 values are four i32 on the command line and in the output.
;;
;; RUN: wrt run --invoke add %wasm 1,2,3,4 10,20,30,-4
;; STDOUT: 0x0000000b,0x00000016,0x00000021,0x00000000
;; RUN: wrt run --invoke saturate %wasm 0x7fff7fff,0x80008000,1,0 0x00010001,0xffffffff,1,0
;; STDOUT: 0x7fff7fff,0x80008000,0x00000002,0x00000000
;; RUN: wrt run --invoke shuffle %wasm 0x03020100,0x07060504,0x0b0a0908,0x0f0e0d0c 0,0,0,0
;; STDOUT: 0x00010203,0x04050607,0x08090a0b,0x0c0d0e0f
;; RUN: wrt run --invoke swizzle %wasm 0x03020100,0x07060504,0x0b0a0908,0x0f0e0d0c 0x10ff0f00,0,0,0
;; STDOUT: 0x00000f00,0x00000000,0x00000000,0x00000000
;; RUN: wrt run --invoke dot %wasm 0x00020001,0,0,0xffffffff 0x00040003,0,0,0x00020001
;; STDOUT: 0x0000000b,0x00000000,0x00000000,0xfffffffd
;; RUN: wrt run --invoke lanes %wasm 1,2,3,4
;; STDOUT: 3
;; STDOUT: 1
;; STDOUT: 0
;; RUN: wrt run --invoke floats %wasm
;; STDOUT: 0x40000000,0x3f800000,0x7fc00000,0x80000000
;; RUN: wrt run --invoke memory %wasm
;; STDOUT: 0x00020001,0x00040003,0x00060005,0x00080007
;; STDOUT: 0x05050505,0x05050505,0x05050505,0x05050505
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (memory 1)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08")
  (func (export "add") (param v128 v128) (result v128) (i32x4.add (local.get 0) (local.get 1)))
  (func (export "saturate") (param v128 v128) (result v128) (i16x8.add_sat_s (local.get 0) (local.get 1)))
  (func (export "shuffle") (param v128 v128) (result v128)
    (i8x16.shuffle 3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12 (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128) (i8x16.swizzle (local.get 0) (local.get 1)))
  (func (export "dot") (param v128 v128) (result v128) (i32x4.dot_i16x8_s (local.get 0) (local.get 1)))
  (func (export "lanes") (param v128) (result i32 i32 i32)
    (i32x4.extract_lane 2 (local.get 0)) (i32x4.all_true (local.get 0)) (i32x4.bitmask (local.get 0)))
  (func (export "floats") (result v128)
    (f32x4.max (v128.const f32x4 1 -1 nan -0) (v128.const f32x4 2 1 0 -0)))
  (func (export "memory") (result v128 v128)
    (v128.load8x8_u (i32.const 0)) (v128.load8_splat (i32.const 4))))
