;; The module of test/browser/inspect_page.py: functions of different sizes, one with a name that would be a script if it
;; were taken for markup, one without a name, an import, data.
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module
  (import "host" "log" (func $log (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "some data that takes room in the file, so that the treemap has a cell for it")

  (func $gcd (export "gcd") (param $a i32) (param $b i32) (result i32)
    (local $rest i32)
    (loop $again (result i32)
      (if (result i32) (local.get $b)
        (then
          (local.set $rest (i32.rem_u (local.get $a) (local.get $b)))
          (local.set $a (local.get $b))
          (local.set $b (local.get $rest))
          (br $again))
        (else (local.get $a)))))

  (func $sum (export "sum") (param $from i32) (param $count i32) (result i64)
    (local $total i64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $total (i64.add (local.get $total) (i64.load32_u offset=16 (local.get $from))))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (local.get $total))

  (func $"</script><script>alert(1)</script>" (param i32) (result i32)
    (call $log (local.get 0))
    (i32.div_s (call $gcd (local.get 0) (i32.const 12)) (local.get 0)))

  (func (export "unnamed") (param f64) (result f64)
    (f64.sqrt (f64.mul (local.get 0) (local.get 0))))

  (func $swap (param $place i32)
    (i64.store (local.get $place)
      (i64.rotl (i64.load (local.get $place)) (i64.const 32)))))
