;; Relaxed instructions on operands for which every lawful choice gives the same result.
;;
;; RUN: wrt run --invoke madd %wasm 0x40000000,0,0,0x3f800000 0x40400000,0,0,0x40000000 0x3f800000,0,0,0
;; STDOUT: 0x40e00000,0x00000000,0x00000000,0x40000000
;; RUN: wrt run --invoke swizzle %wasm 0x03020100,0x07060504,0,0 0x04050607,0,0,0
;; STDOUT: 0x04050607,0x00000000,0x00000000,0x00000000
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (func (export "madd") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 1))))
