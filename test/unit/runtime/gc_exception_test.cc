// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions as objects of the heap: they die when nobody holds them, and live, with what their values refer to, in
// globals, tables, structs, arrays, other exceptions, and in handlers.
#include <string>

#include "runtime/root.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {
namespace {

constexpr std::string_view kModule = R"((module
  (type $node (struct (field $next (ref null $node)) (field $value i64)))
  (type $longs (array (mut i64)))
  (type $box (struct (field $exception exnref)))
  (type $exceptions (array (mut exnref)))
  (tag $number (export "number") (param i32))
  (tag $boxed (param (ref null $node) i64 externref))
  (tag $chain (param exnref i64))
  (global $kept (mut exnref) (ref.null exn))
  (global $box (mut (ref null $box)) (ref.null $box))
  (global $array (mut (ref null $exceptions)) (ref.null $exceptions))
  (table $table 3 exnref)

  ;; Garbage, written over so that what was freed by mistake does not look as before.
  (func $litter (param $i i32)
    (drop (struct.new $node (ref.null $node) (i64.const -1)))
    (drop (array.new $longs (i64.const -2) (i32.and (local.get $i) (i32.const 63)))))

  (func $throw (param i32) (throw $number (local.get 0)))
  (func (export "throw_often") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (loop $next
      (block $caught (result i32)
        (try_table (catch $number $caught)
          (if (i32.and (local.get $i) (i32.const 7)) (then (throw $number (local.get $i))))
          (call $throw (local.get $i)))
        (unreachable))
      (i64.extend_i32_u)
      (local.set $sum (i64.add (local.get $sum)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))

  (func $throw_boxed (param $value i64)
    (throw $boxed (struct.new $node (struct.new $node (ref.null $node) (local.get $value)) (i64.const 1))
      (local.get $value) (ref.null extern)))
  (func $catch_boxed (param $value i64) (result exnref)
    (block $caught (result (ref null $node) i64 externref exnref)
      (try_table (catch_ref $boxed $caught) (call $throw_boxed (local.get $value)))
      (unreachable))
    (return))
  (func $open (param $exception exnref) (result i64)
    (local $node (ref null $node)) (local $value i64)
    (block $caught (result (ref null $node) i64 externref)
      (try_table (catch $boxed $caught) (throw_ref (local.get $exception)))
      (unreachable))
    (drop)
    (local.set $value)
    (local.set $node)
    (call $litter (i32.const 9))
    (i64.add (local.get $value)
      (i64.add (struct.get $node $value (local.get $node))
        (struct.get $node $value (struct.get $node $next (local.get $node))))))
  (func (export "keep")
    (global.set $kept (call $first (call $catch_boxed (i64.const 10))))
    (table.set $table (i32.const 1) (call $first (call $catch_boxed (i64.const 100))))
    (global.set $box (struct.new $box (call $first (call $catch_boxed (i64.const 1000)))))
    (global.set $array (array.new $exceptions (ref.null exn) (i32.const 5)))
    (array.set $exceptions (global.get $array) (i32.const 4) (call $first (call $catch_boxed (i64.const 10000)))))
  (func $first (param exnref) (result exnref) (call $litter (i32.const 3)) (local.get 0))
  (func (export "open_kept") (result i64)
    (i64.add (i64.add (call $open (global.get $kept)) (call $open (table.get $table (i32.const 1))))
      (i64.add (call $open (struct.get $box $exception (global.get $box)))
        (call $open (array.get $exceptions (global.get $array) (i32.const 4))))))

  ;; Each holds the one before it.
  (func $link (export "link")
    (block $caught (result exnref i64 exnref)
      (try_table (catch_ref $chain $caught) (throw $chain (global.get $kept) (i64.const 1)))
      (unreachable))
    (global.set $kept)
    (drop)
    (drop))
  (func (export "link_forever") (loop $more (call $link) (br $more)))
  (func (export "forget") (global.set $kept (ref.null exn)))
  (func (export "chain_length") (result i64)
    (local $at exnref) (local $n i64)
    (local.set $at (global.get $kept))
    (loop $next
      (if (i32.eqz (ref.is_null (local.get $at)))
        (then
          (block $caught (result exnref i64)
            (try_table (catch $chain $caught) (throw_ref (local.get $at)))
            (unreachable))
          (local.set $n (i64.add (local.get $n)))
          (local.set $at)
          (br $next))))
    (local.get $n))

  ;; In handlers of both generations, what was caught is thrown again after collections.
  (func $rethrow (param $value i64)
    (try
      (do (call $throw_boxed (local.get $value)))
      (catch_all (call $litter (i32.const 20)) (rethrow 0))))
  (func (export "rethrow") (param $value i32) (result i64)
    (local $node (ref null $node))
    (try (result i64)
      (do (call $rethrow (i64.extend_i32_u (local.get $value))) (i64.const -1))
      (catch $boxed
        (drop)
        (drop)
        (local.set $node)
        (call $litter (i32.const 30))
        (struct.get $node $value (struct.get $node $next (local.get $node))))))

  ;; The array, of which addresses may be all that is left, across calls that may throw, and into handlers.
  (func $litter_or_throw (param $i i32)
    (call $litter (local.get $i))
    (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 5))) (then (throw $number (local.get $i)))))
  (func (export "sum_down") (param $n i32) (result i64)
    (local $a (ref null $longs)) (local $i i32) (local $sum i64)
    (local.set $a (array.new $longs (i64.const 3) (local.get $n)))
    (local.set $i (local.get $n))
    (loop $next
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (block $caught (result i32)
        (try_table (catch $number $caught) (call $litter_or_throw (local.get $i)))
        (i32.const 0))
      (drop)
      (local.set $sum (i64.add (local.get $sum) (array.get $longs (local.get $a) (local.get $i))))
      (br_if $next (local.get $i)))
    (local.get $sum))
  (func (export "last") (param $n i32) (result i64)
    (local $a (ref null $longs))
    (local.set $a (array.new $longs (i64.const 3) (local.get $n)))
    (block $caught (result i32)
      (try_table (catch $number $caught) (call $litter_or_throw (local.get $n)))
      (i32.const 1))
    (drop)
    (array.get $longs (local.get $a) (i32.sub (local.get $n) (i32.const 1))))))";

// A tag with so many values that its exceptions are large objects; the last one refers to a struct.
std::string many_values() {
  std::string params;
  std::string values;
  for (int i = 0; i < 600; ++i) {
    params += " i64";
    values += " (i64.const " + std::to_string(i) + ")";
  }
  return "(module (type $s (struct (field i64))) (type $big (array i8)) (global $kept (mut exnref) (ref.null exn))\n"
         "(tag $t (param" +
         params +
         " (ref $s)))\n"
         "(func $throw" +
         values +
         " (struct.new $s (i64.const 77)) (throw $t))\n"
         "(func (export \"keep\")"
         "  (block $caught (result exnref) (try_table (catch_all_ref $caught) (call $throw)) (unreachable))"
         "  (global.set $kept) (drop (array.new_default $big (i32.const 9000))))\n"
         "(func (export \"last\") (result i64)"
         "  (block $caught (result" +
         params +
         " (ref $s))"
         "    (try_table (catch $t $caught) (throw_ref (global.get $kept))) (unreachable))"
         "  (struct.get $s 0) (i64.add) (return)))";
}

}  // namespace

TEST_CASE("Exceptions that nobody holds are freed") {
  for (const unsigned level : {0u, 2u}) {
    test::TextInstance guest(kModule, {.max_heap_bytes = std::size_t{4} << 20}, level);
    // Ten times what the heap has room for.
    const std::int64_t count = (std::int64_t{40} << 20) / 32;
    CHECK(guest.call_i64("throw_often", {static_cast<std::int32_t>(count)}) == count * (count - 1) / 2);
    CHECK(guest.store().heap().collections() > 5);
  }
}

TEST_CASE("Exceptions live where they are held, with what they refer to") {
  for (const unsigned level : {0u, 2u}) {
    for (const bool stress : {false, true}) {
      CAPTURE(level, stress);
      test::TextInstance guest(kModule, {.stress = stress}, level);
      REQUIRE(guest.call("keep").has_value());
      for (int i = 0; i < 3; ++i) {
        guest.store().heap().collect();
        CHECK(guest.call_i64("open_kept") == 2 * 11110 + 4);
      }
      for (int i = 0; i < 50; ++i) REQUIRE(guest.call("link").has_value());
      guest.store().heap().collect();
      CHECK(guest.call_i64("rethrow", {5}) == 5);
    }
  }
}

TEST_CASE("An exhausted heap is a trap where an exception is made") {
  test::TextInstance guest(kModule, {.max_heap_bytes = std::size_t{2} << 20}, 2);
  for (int i = 0; i < 3; ++i) {
    CHECK(guest.trap_of("link_forever") == "garbage-collected heap exhausted");
    // What is held is whole.
    CHECK(guest.call_i64("chain_length") > 10'000);
    CHECK(guest.call("forget").has_value());
    // While no guest runs no stack is looked at, where a word may be left that holds the whole chain.
    guest.store().heap().collect();
  }
  CHECK(guest.call_i64("throw_often", {1000}) == 999 * 500);
}

TEST_CASE("Compiled code keeps its references where calls may throw") {
  for (const unsigned level : {0u, 1u, 2u}) {
    for (const bool stress : {false, true}) {
      CAPTURE(level, stress);
      test::TextInstance guest(kModule, {.stress = stress}, level);
      for (const std::int32_t n : {1, 5, 100, 701, 3000}) {
        CHECK(guest.call_i64("sum_down", {n}) == std::int64_t{3} * n);
        CHECK(guest.call_i64("last", {n}) == 3);
      }
    }
  }
}

TEST_CASE("Exceptions with hundreds of values are objects too") {
  test::TextInstance guest(many_values(), {.stress = true}, 0);
  REQUIRE(guest.call("keep").has_value());
  guest.store().heap().collect();
  const std::size_t used = guest.store().heap().bytes_in_use();
  for (int i = 0; i < 100; ++i) REQUIRE(guest.call("keep").has_value());
  CHECK(guest.call_i64("last") == 599 + 77);
  guest.store().heap().collect();
  CHECK(guest.store().heap().bytes_in_use() == used);
}

TEST_CASE("The host makes exceptions, and keeps them with a Root") {
  Store store({.gc = {.max_heap_bytes = std::size_t{2} << 20}});
  TagInstance& tag = *store.new_tag({{ValType::I32, ValType::ref(HeapType::Extern, true)}, {}});
  VMException* const first = store.new_exception(tag);
  REQUIRE(first != nullptr);
  CHECK(first->values()[0].u32 == 0);
  CHECK(first->values()[1].ref == nullptr);
  const Root root(store, first);
  first->values()[1].ref = store.new_host_ref(5);
  std::size_t made = 1;
  while (store.new_exception(tag) != nullptr) ++made;
  CHECK(made > 10'000);
  store.heap().collect();
  CHECK(store.heap().bytes_in_use() < std::size_t{1} << 20);
  CHECK(Store::word_of(first->values()[1].ref) == 5);
}

}  // namespace wrt
