// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The collector with guests: what compiled code keeps where a collection finds it, at every optimisation level, with a
// collection at every allocation and without; exhaustion; and that a trap leaves a heap that goes on working.
#include "test/unit/runtime/text_module.h"

namespace wrt {
namespace {

constexpr std::string_view kModule = R"((module
  (type $longs (array (mut i64)))
  (type $node (sub (struct (field $next (mut (ref null $node))) (field $value (mut i64)))))
  (type $leaf (sub final $node (struct (field (mut (ref null $node))) (field (mut i64)) (field f64))))
  (type $nodes (array (mut (ref null $node))))
  (type $big (array (mut i8)))
  (global $kept (mut (ref null $node)) (ref.null $node))

  ;; Garbage of several sizes, written over so that what was freed by mistake does not look as before.
  (func $litter (param $i i32)
    (drop (struct.new $node (ref.null $node) (i64.const -1)))
    (drop (array.new $longs (i64.const -2) (i32.and (local.get $i) (i32.const 63)))))

  (func $new_longs (param $n i32) (result (ref $longs))
    (local $a (ref null $longs)) (local $i i32)
    (local.set $a (array.new_default $longs (local.get $n)))
    (loop $next
      (array.set $longs (local.get $a) (local.get $i) (i64.extend_i32_u (local.get $i)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (ref.as_non_null (local.get $a)))

  ;; Loops of which the address may be all that the optimiser keeps of the reference.
  (func (export "sum_up") (param $n i32) (result i64)
    (local $a (ref null $longs)) (local $i i32) (local $sum i64)
    (local.set $a (call $new_longs (local.get $n)))
    (loop $next
      (local.set $sum (i64.add (local.get $sum) (array.get $longs (local.get $a) (local.get $i))))
      (call $litter (local.get $i))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))
  (func (export "sum_down") (param $n i32) (result i64)
    (local $a (ref null $longs)) (local $i i32) (local $sum i64)
    (local.set $a (call $new_longs (local.get $n)))
    (local.set $i (local.get $n))
    (loop $next
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (call $litter (local.get $i))
      (local.set $sum (i64.add (local.get $sum) (array.get $longs (local.get $a) (local.get $i))))
      (br_if $next (local.get $i)))
    (local.get $sum))
  ;; The array is not needed any more once its last element is read, far from its start.
  (func (export "last") (param $n i32) (result i64)
    (local $a (ref null $longs))
    (local.set $a (call $new_longs (local.get $n)))
    (call $litter (i32.const 5))
    (array.get $longs (local.get $a) (i32.sub (local.get $n) (i32.const 1))))

  (func $build (export "build") (param $depth i32) (result (ref $node))
    (local $left (ref null $node)) (local $right (ref null $node))
    (if (i32.eqz (local.get $depth))
      (then (return (struct.new $leaf (ref.null $node) (i64.const 1) (f64.const 2)))))
    (local.set $left (call $build (i32.sub (local.get $depth) (i32.const 1))))
    (local.set $right (call $build (i32.sub (local.get $depth) (i32.const 1))))
    (struct.new $node (local.get $left)
      (i64.add (struct.get $node $value (local.get $left)) (struct.get $node $value (local.get $right)))))
  (func (export "tree") (param $depth i32) (result i64)
    (local $tree (ref null $node)) (local $count i64)
    (local.set $tree (call $build (local.get $depth)))
    (local.set $count (struct.get $node $value (local.get $tree)))
    (loop $down
      (call $litter (i32.const 1))
      (local.set $count (i64.add (local.get $count) (i64.const 1)))
      (br_if $down (i32.eqz (ref.test (ref $leaf) (local.tee $tree (struct.get $node $next (local.get $tree)))))))
    (local.get $count))

  (func (export "fill_heap")
    (loop $more
      (global.set $kept (struct.new $node (global.get $kept) (i64.const 0)))
      (br $more)))
  (func (export "too_large") (drop (array.new_default $big (i32.const -1))))
  (func (export "forget") (global.set $kept (ref.null $node)))
  (func (export "trap_between")
    (global.set $kept (struct.new $node (global.get $kept) (i64.const 7)))
    (drop (struct.new $leaf (global.get $kept) (i64.const 1) (f64.const 0)))
    (drop (array.new $longs (i64.const 3) (i32.const 100)))
    (drop (ref.cast (ref $leaf) (global.get $kept))))
  (func (export "count_kept") (result i64)
    (local $at (ref null $node)) (local $n i64)
    (call $litter (i32.const 40))
    (local.set $at (global.get $kept))
    (block $done
      (loop $next
        (local.set $at (struct.get $node $next (br_on_null $done (local.get $at))))
        (local.set $n (i64.add (local.get $n) (i64.const 1)))
        (br $next)))
    (local.get $n))))";

}  // namespace

TEST_CASE("Compiled code keeps its references where a collection finds them") {
  for (const unsigned level : {0u, 1u, 2u}) {
    for (const bool stress : {false, true}) {
      CAPTURE(level, stress);
      test::TextInstance guest(kModule, {.stress = stress}, level);
      for (const std::int32_t n : {1, 2, 100, 700, 3000}) {
        const std::int64_t sum = std::int64_t{n} * (n - 1) / 2;
        CHECK(guest.call_i64("sum_up", {n}) == sum);
        CHECK(guest.call_i64("sum_down", {n}) == sum);
        CHECK(guest.call_i64("last", {n}) == n - 1);
      }
      CHECK(guest.call_i64("tree", {8}) == 256 + 8);
    }
  }
}

TEST_CASE("An exhausted heap is a trap, and frees what is forgotten") {
  test::TextInstance guest(kModule, {.max_heap_bytes = std::size_t{2} << 20}, 2);
  for (int i = 0; i < 3; ++i) {
    CHECK(guest.trap_of("fill_heap") == "garbage-collected heap exhausted");
    CHECK(guest.trap_of("too_large") == "garbage-collected heap exhausted");
    CHECK(guest.call("forget").has_value());
  }
  CHECK(guest.call_i64("tree", {8}) == 256 + 8);
}

TEST_CASE("A trap between allocations leaves the heap whole") {
  for (const bool stress : {false, true}) {
    test::TextInstance guest(kModule, {.stress = stress}, 2);
    for (std::int64_t i = 1; i < 200; ++i) {
      CHECK(guest.trap_of("trap_between") == "cast failure");
      if (i % 10 == 0) guest.store().heap().collect();
      CHECK(guest.call_i64("count_kept") == i);
    }
  }
}

}  // namespace wrt
