;; Arithmetic on constant vectors alone. LLVM 19's code generator did not end on the absolute value of a comparison, when
;; the constants stood behind casts.
(module
  (func (export "abs-of-comparison") (result i64)
    (i64x2.extract_lane 0 (f64x2.abs (i64x2.ge_s
      (v128.const i64x2 0xffffffff 0x0000ffff0000ffff)
      (v128.const i64x2 0xfff0000000000000 0x7fffffffffffffff)))))
  (memory 1)
  (func (export "abs-of-comparison-lane") (result i32)
    (v128.store32_lane 0 (i32.const 0) (f64x2.abs (i64x2.ge_s
      (v128.const i64x2 0xffffffff 0x0000ffff0000ffff)
      (v128.const i64x2 0xfff0000000000000 0x7fffffffffffffff))))
    (i32.load (i32.const 0)))
  ;; Constant only once the loop is gone.
  (func (export "abs-in-a-loop") (result i32) (local $count i32) (local $kept v128)
    (local.set $kept (v128.const i32x4 -1 16 -1 -128))
    (loop $next
      (i32.store (i32.const 0) (f64.ne (f64.const 0)
        (f64x2.extract_lane 1 (f64x2.abs (i64x2.lt_s (v128.const i64x2 31 34359738368) (local.get $kept))))))
      (br_if $next (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (i32.const 8))))
    (i32.load (i32.const 0))))
(assert_return (invoke "abs-of-comparison") (i64.const 0x7fffffffffffffff))
(assert_return (invoke "abs-of-comparison-lane") (i32.const -1))
(assert_return (invoke "abs-in-a-loop") (i32.const 0))
