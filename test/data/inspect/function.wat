;; One function's instructions: nesting, offsets, names, and an immediate of nearly every kind.
;;
;; WAT2WASM-FLAGS: --enable-all --debug-names
;; RUN: wrt inspect --func kinds %wasm
;; STDOUT: (func $kinds (;1;) (type $binary) (param $a i32) (param $b i32) (result i32)  ;; 258 bytes at 0x62
;; STDOUT:   (local $sum i64)
;; STDOUT:   (local f32)
;; STDOUT:   (;0x000067;) block  ;; @1
;; STDOUT:   (;0x000069;)   loop  ;; @2
;; STDOUT:   (;0x00006b;)     local.get $a
;; STDOUT:   (;0x00006d;)     br_if 0 (;@2;)
;; STDOUT:   (;0x00006f;)     local.get $b
;; STDOUT:   (;0x000071;)     br_table 1 (;@1;) 0 (;@2;) 1 (;@1;)
;; STDOUT:   (;0x000076;)   end  ;; @2
;; STDOUT:   (;0x000077;) end  ;; @1
;; STDOUT:   (;0x000078;) local.get $a
;; STDOUT:   (;0x00007a;) if (result i32)  ;; @1
;; STDOUT:   (;0x00007c;)   local.get $b
;; STDOUT:   (;0x00007e;)   i32.load offset=4
;; STDOUT:   (;0x000081;) else
;; STDOUT:   (;0x000082;)   i32.const -1
;; STDOUT:   (;0x000084;)   i32.const 2
;; STDOUT:   (;0x000086;)   i32.const 0
;; STDOUT:   (;0x000088;)   call_indirect (type $binary)
;; STDOUT:   (;0x00008b;) end  ;; @1
;; STDOUT:   (;0x00008c;) drop
;; STDOUT:   (;0x00008d;) i32.const 0
;; STDOUT:   (;0x00008f;) i32.load16_u offset=65536 align=1
;; STDOUT:   (;0x000094;) call $log
;; STDOUT:   (;0x000096;) i32.const 5
;; STDOUT:   (;0x000098;) global.set $g
;; STDOUT:   (;0x00009a;) i64.const -9223372036854775808
;; STDOUT:   (;0x0000a5;) local.set $sum
;; STDOUT:   (;0x0000a7;) f32.const nan:0x200000
;; STDOUT:   (;0x0000ac;) drop
;; STDOUT:   (;0x0000ad;) f64.const -12.5
;; STDOUT:   (;0x0000b6;) drop
;; STDOUT:   (;0x0000b7;) v128.const i32x4 0x00000001 0x00000002 0x00000003 0xffffffff
;; STDOUT:   (;0x0000c9;) drop
;; STDOUT:   (;0x0000ca;) v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:   (;0x0000dc;) v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:   (;0x0000ee;) i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
;; STDOUT:   (;0x000100;) drop
;; STDOUT:   (;0x000101;) i32.const 0
;; STDOUT:   (;0x000103;) v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:   (;0x000115;) v128.load8_lane offset=2 15
;; STDOUT:   (;0x00011a;) i16x8.extract_lane_s 7
;; STDOUT:   (;0x00011d;) drop
;; STDOUT:   (;0x00011e;) i32.const 0
;; STDOUT:   (;0x000120;) v128.load32x2_u
;; STDOUT:   (;0x000124;) drop
;; STDOUT:   (;0x000125;) i32.const 0
;; STDOUT:   (;0x000127;) i32.const 1
;; STDOUT:   (;0x000129;) i32.const 2
;; STDOUT:   (;0x00012b;) memory.copy
;; STDOUT:   (;0x00012f;) i32.const 0
;; STDOUT:   (;0x000131;) i32.const 0
;; STDOUT:   (;0x000133;) i32.const 1
;; STDOUT:   (;0x000135;) memory.init $d
;; STDOUT:   (;0x000139;) data.drop $d
;; STDOUT:   (;0x00013c;) i32.const 0
;; STDOUT:   (;0x00013e;) i32.const 0
;; STDOUT:   (;0x000140;) i32.const 1
;; STDOUT:   (;0x000142;) table.init $e
;; STDOUT:   (;0x000146;) i32.const 1
;; STDOUT:   (;0x000148;) ref.null func
;; STDOUT:   (;0x00014a;) table.set $t
;; STDOUT:   (;0x00014c;) ref.null func
;; STDOUT:   (;0x00014e;) i32.const 0
;; STDOUT:   (;0x000150;) table.get $t
;; STDOUT:   (;0x000152;) i32.const 1
;; STDOUT:   (;0x000154;) select (result funcref)
;; STDOUT:   (;0x000157;) drop
;; STDOUT:   (;0x000158;) i32.const 0
;; STDOUT:   (;0x00015a;) i32.const 1
;; STDOUT:   (;0x00015c;) i32.atomic.rmw.add
;; STDOUT:   (;0x000160;) memory.grow
;; STDOUT:   (;0x000162;) return
;; STDOUT: )
;; RUN: wrt inspect %wasm --func 2 --func small
;; STDOUT: (func $small (;2;) (type 2) (result i32)  ;; 4 bytes at 0x165
;; STDOUT:   (;0x000166;) memory.size
;; STDOUT: )
;; STDOUT: (func $small (;2;) (type 2) (result i32)  ;; 4 bytes at 0x165
;; STDOUT:   (;0x000166;) memory.size
;; STDOUT: )
;; RUN: wrt inspect --wat %wasm
;; STDOUT: (module
;; STDOUT:   (type $binary (;0;) (func (param i32 i32) (result i32)))
;; STDOUT:   (type (;1;) (func (param i32)))
;; STDOUT:   (type (;2;) (func (result i32)))
;; STDOUT:   (import "env" "log" (func $log (;0;) (type 1) (param i32)))
;; STDOUT:   (func $kinds (;1;) (type $binary) (param $a i32) (param $b i32) (result i32)
;; STDOUT:     (local $sum i64)
;; STDOUT:     (local f32)
;; STDOUT:     block
;; STDOUT:       loop
;; STDOUT:         local.get $a
;; STDOUT:         br_if 0
;; STDOUT:         local.get $b
;; STDOUT:         br_table 1 0 1
;; STDOUT:       end
;; STDOUT:     end
;; STDOUT:     local.get $a
;; STDOUT:     if (result i32)
;; STDOUT:       local.get $b
;; STDOUT:       i32.load offset=4
;; STDOUT:     else
;; STDOUT:       i32.const -1
;; STDOUT:       i32.const 2
;; STDOUT:       i32.const 0
;; STDOUT:       call_indirect (type $binary)
;; STDOUT:     end
;; STDOUT:     drop
;; STDOUT:     i32.const 0
;; STDOUT:     i32.load16_u offset=65536 align=1
;; STDOUT:     call $log
;; STDOUT:     i32.const 5
;; STDOUT:     global.set $g
;; STDOUT:     i64.const -9223372036854775808
;; STDOUT:     local.set $sum
;; STDOUT:     f32.const nan:0x200000
;; STDOUT:     drop
;; STDOUT:     f64.const -12.5
;; STDOUT:     drop
;; STDOUT:     v128.const i32x4 0x00000001 0x00000002 0x00000003 0xffffffff
;; STDOUT:     drop
;; STDOUT:     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:     i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
;; STDOUT:     drop
;; STDOUT:     i32.const 0
;; STDOUT:     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
;; STDOUT:     v128.load8_lane offset=2 15
;; STDOUT:     i16x8.extract_lane_s 7
;; STDOUT:     drop
;; STDOUT:     i32.const 0
;; STDOUT:     v128.load32x2_u
;; STDOUT:     drop
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 1
;; STDOUT:     i32.const 2
;; STDOUT:     memory.copy
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 1
;; STDOUT:     memory.init $d
;; STDOUT:     data.drop $d
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 1
;; STDOUT:     table.init $e
;; STDOUT:     i32.const 1
;; STDOUT:     ref.null func
;; STDOUT:     table.set $t
;; STDOUT:     ref.null func
;; STDOUT:     i32.const 0
;; STDOUT:     table.get $t
;; STDOUT:     i32.const 1
;; STDOUT:     select (result funcref)
;; STDOUT:     drop
;; STDOUT:     i32.const 0
;; STDOUT:     i32.const 1
;; STDOUT:     i32.atomic.rmw.add
;; STDOUT:     memory.grow
;; STDOUT:     return
;; STDOUT:   )
;; STDOUT:   (func $small (;2;) (type 2) (result i32)
;; STDOUT:     memory.size
;; STDOUT:   )
;; STDOUT:   (table $t (;0;) 4 funcref)
;; STDOUT:   (memory (;0;) 1)
;; STDOUT:   (global $g (;0;) (mut i32) i32.const 0)
;; STDOUT:   (export "kinds_exported" (func $kinds))
;; STDOUT:   (elem $e (;0;) func $small)
;; STDOUT:   (data $d (;0;) "x")
;; STDOUT: )
;; RUN: wrt inspect --func log %wasm
;; EXIT: 1
;; STDERR: wrt: function.wasm: function 'log' is imported and has no body here
;; RUN: wrt inspect --func 99 %wasm
;; EXIT: 1
;; STDERR: wrt: function.wasm: there is no function '99' among its 3
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "env" "log" (func $log (param i32)))
  (memory 1)
  (table $t 4 funcref)
  (elem $e func $small)
  (data $d "x")
  (global $g (mut i32) (i32.const 0))
  (func $kinds (export "kinds_exported") (param $a i32) (param $b i32) (result i32)
    (local $sum i64) (local f32)
    (block $out
      (loop $again
        (br_if $again (local.get $a))
        (br_table $out $again $out (local.get $b))))
    (if (result i32) (local.get $a)
      (then (i32.load offset=4 (local.get $b)))
      (else (call_indirect $t (type $binary) (i32.const -1) (i32.const 2) (i32.const 0))))
    drop
    (call $log (i32.load16_u offset=65536 align=1 (i32.const 0)))
    (global.set $g (i32.const 5))
    (local.set $sum (i64.const -9223372036854775808))
    (drop (f32.const nan:0x200000))
    (drop (f64.const -12.5))
    (drop (v128.const i32x4 1 2 3 0xffffffff))
    (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (v128.const i64x2 0 0) (v128.const i64x2 0 0)))
    (drop (i16x8.extract_lane_s 7 (v128.load8_lane offset=2 15 (i32.const 0) (v128.const i64x2 0 0))))
    (drop (v128.load32x2_u (i32.const 0)))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 2))
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))
    (data.drop $d)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
    (table.set $t (i32.const 1) (ref.null func))
    (drop (select (result funcref) (ref.null func) (table.get $t (i32.const 0)) (i32.const 1)))
    (return (memory.grow (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))
  (func $small (result i32) (memory.size)))
