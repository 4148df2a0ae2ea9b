// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that are entered with a frame: what comes out is what the function would have returned, had it come to that
// loop with these locals and operands.
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/partial_guest.h"

namespace wrt {

namespace {

using test::i32;
using test::i64;
using test::PartialGuest;

Value f32(float value) {
  Value result{};
  result.f32 = value;
  return result;
}

Value reference(void* value) {
  Value result{};
  result.ref = value;
  return result;
}

Value v128(std::uint8_t each) {
  Value result{};
  std::fill(std::begin(result.v128), std::end(result.v128), each);
  return result;
}

// The only result, i32, of a function that is entered at a loop.
std::uint32_t enter(PartialGuest& guest, std::size_t loop, const std::vector<Value>& frame) {
  const Outcome<std::vector<Value>> results = guest.enter(0, loop, frame);
  if (!results) FAIL(results.error().message);
  REQUIRE(results->size() == 1);
  return results->front().u32;
}

// Unoptimised and optimised.
template <typename Check>
void with(std::string_view text, Check check) {
  for (const unsigned opt_level : {0u, 2u}) {
    INFO("-O" << opt_level);
    PartialGuest guest(text, opt_level);
    check(guest);
  }
}

}  // namespace

TEST_CASE("A loop is entered with locals") {
  with(R"((module (type (func (param externref) (result i64)))
    (func (export "factorial") (param i64) (result i64) (local i64)
      (local.set 1 (i64.const 1))
      (loop (if (i64.gt_s (local.get 0) (i64.const 1)) (then
        (local.set 1 (i64.mul (local.get 1) (local.get 0)))
        (local.set 0 (i64.sub (local.get 0) (i64.const 1)))
        (br 1))))
      (local.get 1))))",
       [](PartialGuest& guest) {
         CHECK(guest.call("factorial", {i64(20)})->front().u64 == 2'432'902'008'176'640'000);
         CHECK(guest.enter(0, 0, {i64(20), i64(1)})->front().u64 == 2'432'902'008'176'640'000);
         CHECK(guest.enter(0, 0, {i64(3), i64(100)})->front().u64 == 600);
       });
}

// Sums i * j over two nested loops, with a constant below the outer loop and i below the inner one.
TEST_CASE("A loop is entered with operands below it, and the loop around it goes on") {
  with(R"((module (type (func (param externref) (result i32)))
    (func (export "f") (param $n i32) (result i32) (local $i i32) (local $j i32) (local $sum i32)
      (i32.const 1000)
      (loop $outer
        (local.set $j (i32.const 0))
        (local.get $i)
        (loop $inner
          (local.set $sum (i32.add (local.get $sum) (i32.mul (local.get $i) (local.get $j))))
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br_if $inner (i32.lt_u (local.get $j) (local.get $n))))
        (local.set $sum (i32.add (local.get $sum)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $outer (i32.lt_u (local.get $i) (local.get $n))))
      (i32.add (local.get $sum)))))",
       [](PartialGuest& guest) {
         const auto expected = [](std::uint32_t n, std::uint32_t i, std::uint32_t j, std::uint32_t sum,
                                  std::uint32_t below, std::uint32_t operand) {
           for (;;) {
             do sum += i * j;
             while (++j < n);
             sum += operand;
             j = 0;
             if (++i >= n) return sum + below;
             operand = i;
           }
         };
         CHECK(guest.call("f", {i32(5)})->front().u32 == expected(5, 0, 0, 0, 1000, 0));
         // The outer loop's start: what its body sets first is not in the frame yet.
         CHECK(enter(guest, 0, {i32(5), i32(2), i32(77), i32(30), i32(4000)}) == expected(5, 2, 0, 30, 4000, 2));
         CHECK(enter(guest, 1, {i32(5), i32(2), i32(3), i32(30), i32(4000), i32(600)}) ==
               expected(5, 2, 3, 30, 4000, 600));
       });
}

// In the first round of a loop that holds the entry control comes from it, later also past it: the operand below the
// `if` then is the new one.
TEST_CASE("Operands below a block are those of the way that was taken") {
  with(R"((module (type (func (param externref) (result i32)))
    (func (export "f") (param $n i32) (result i32) (local $i i32) (local $sum i32)
      (i32.const 5)
      (loop $outer (param i32) (result i32)
        (i32.mul (local.get $i) (i32.const 10))
        (if (i32.and (local.get $i) (i32.const 1))
          (then
            (loop $inner
              (local.set $sum (i32.add (local.get $sum) (i32.const 1)))
              (br_if $inner (i32.rem_u (local.get $sum) (i32.const 3)))))
          (else (local.set $sum (i32.add (local.get $sum) (i32.const 100)))))
        (i32.add)
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $outer (i32.lt_u (local.get $i) (local.get $n))))
      (i32.add (local.get $sum)))))",
       [](PartialGuest& guest) {
         const auto expected = [](std::uint32_t n, std::uint32_t i, std::uint32_t sum, std::uint32_t carried,
                                  std::uint32_t operand) {
           for (bool inside = true;; inside = false) {
             if (!inside) operand = i * 10;
             if (inside || i % 2 == 1) {
               do ++sum;
               while (sum % 3 != 0);
             } else {
               sum += 100;
             }
             carried += operand;
             if (++i >= n) return carried + sum;
           }
         };
         CHECK(guest.call("f", {i32(2)})->front().u32 == expected(2, 1, 100, 5 + 0, 10));
         CHECK(enter(guest, 1, {i32(9), i32(1), i32(4), i32(20), i32(700)}) == expected(9, 1, 4, 20, 700));
         CHECK(enter(guest, 1, {i32(2), i32(1), i32(4), i32(20), i32(700)}) == expected(2, 1, 4, 20, 700));
       });
}

// Each head is entered from the start, from its own rounds, and from rounds that the entry began; operands lie below
// each, one is carried by the label of the middle one, and in some rounds the innermost is passed by.
TEST_CASE("The innermost of three loops is entered, and those around it go on") {
  with(R"((module (type (func (param externref) (result i32)))
    (func (export "f") (param $n i32) (result i32) (local $i i32) (local $j i32) (local $k i32) (local $sum i32)
      (i32.const 1000)
      (loop $outer
        (local.set $j (i32.const 0))
        (i32.mul (local.get $i) (i32.const 3))
        (local.get $sum)
        (loop $middle (param i32) (result i32)
          (i32.xor (local.get $j) (i32.const 5))
          (block $skip
            (br_if $skip (i32.and (local.get $j) (i32.const 1)))
            (local.set $k (i32.const 0))
            (loop $inner
              (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (i32.add (local.get $i) (local.get $k))))
              (local.set $k (i32.add (local.get $k) (i32.const 1)))
              (br_if $inner (i32.lt_u (local.get $k) (local.get $n)))))
          (local.set $sum (i32.add (local.get $sum)))
          (i32.add (local.get $sum))
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br_if $middle (i32.lt_u (local.get $j) (local.get $n))))
        (local.set $sum (i32.add (i32.sub) (local.get $sum)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $outer (i32.lt_u (local.get $i) (local.get $n))))
      (i32.add (local.get $sum)))))",
       [](PartialGuest& guest) {
         struct State {
           std::uint32_t n, i = 0, j = 0, k = 0, sum = 0, below, outer = 0, carried = 0, middle = 0;
         };
         // From the head of the loop with this number on; from the start with 0.
         const auto expected = [](State s, int head) {
           for (;; head = 0) {
             if (head == 0) s.j = 0, s.outer = s.i * 3, s.carried = s.sum;
             for (bool first = true;; first = false) {
               if (head != 2 || !first) s.middle = s.j ^ 5;
               if ((head == 2 && first) || (s.j & 1) == 0) {
                 if (head != 2 || !first) s.k = 0;
                 do s.sum = s.sum * 31 + s.i + s.k;
                 while (++s.k < s.n);
               }
               s.sum += s.middle;
               s.carried += s.sum;
               if (++s.j >= s.n) break;
             }
             s.sum += s.outer - s.carried;
             if (++s.i >= s.n) return s.below + s.sum;
           }
         };
         CHECK(guest.call("f", {i32(6)})->front().u32 == expected({.n = 6, .below = 1000}, 0));
         const State s{
             .n = 6, .i = 2, .j = 2, .k = 3, .sum = 77, .below = 4000, .outer = 50, .carried = 600, .middle = 9};
         const std::vector<Value> locals{i32(s.n), i32(s.i), i32(s.j), i32(s.k), i32(s.sum)};
         const auto frame = [&](std::initializer_list<std::uint32_t> operands) {
           std::vector<Value> all = locals;
           for (const std::uint32_t each : operands) all.push_back(i32(static_cast<std::int32_t>(each)));
           return all;
         };
         CHECK(enter(guest, 0, frame({s.below})) == expected(s, 0));
         CHECK(enter(guest, 1, frame({s.below, s.outer, s.carried})) == expected(s, 1));
         CHECK(enter(guest, 2, frame({s.below, s.outer, s.carried, s.middle})) == expected(s, 2));
       });
}

TEST_CASE("A loop in an arm of an if with parameters is entered") {
  constexpr std::string_view kText = R"((module (type (func (param externref) (result i32)))
    (func (export "f") (param $which i32) (result i32)
      (i32.const 1) (i32.const 2) (i32.const 3)
      (if (param i32 i32) (result i32) (local.get $which)
        (then
          (loop (param i32 i32) (result i32)
            (i32.sub)
            (if (param i32) (result i32 i32) (i32.eqz (local.get $which))
              (then (i32.const 7)) (else (i32.const 8) (local.set $which (i32.const 0)) (br 1)))
            (i32.mul)))
        (else
          (loop (param i32 i32) (result i32)
            (i32.add)
            (local.tee $which (i32.add (local.get $which) (i32.const 1)))
            (br_if 0 (i32.lt_u (local.get $which) (i32.const 4)))
            (i32.add))))
      (i32.add))))";
  with(kText, [](PartialGuest& guest) {
    CHECK(guest.call("f", {i32(1)})->front().i32 == 1 + (2 - 3 - 8) * 7);
    CHECK(guest.call("f", {i32(0)})->front().i32 == 1 + 2 + 3 + 1 + 2 + 3 + 4);
    CHECK(static_cast<std::int32_t>(enter(guest, 0, {i32(1), i32(50), i32(20), i32(4)})) == 50 + (20 - 4 - 8) * 7);
    CHECK(static_cast<std::int32_t>(enter(guest, 0, {i32(0), i32(50), i32(20), i32(4)})) == 50 + (20 - 4) * 7);
    CHECK(enter(guest, 1, {i32(2), i32(50), i32(20), i32(4)}) == 50 + 20 + 4 + 3 + 4);
  });
}

TEST_CASE("A loop in a try_table is entered, and what is thrown then is caught") {
  with(R"((module (type (func (param externref) (result i32)))
    (tag $e (param i32)) (tag $other)
    (func (export "f") (param $n i32) (result i32) (local $i i32)
      (i32.const 5)
      (loop $again (result i32)
        (block $caught (result i32)
          (i32.const 30)
          (block $other
            (try_table (catch $e $caught) (catch $other $other)
              (call $throw_at (i32.const 0) (i32.const 1))
              (loop $count
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (call $throw_at (local.get $i) (local.get $n))
                (br $count))))
          (drop) (br $again)))
      (i32.add) (i32.add (local.get $i)))
    (func $throw_at (param $i i32) (param $n i32)
      (if (i32.eq (local.get $i) (i32.const 3)) (then (throw $other)))
      (if (i32.ge_u (local.get $i) (local.get $n)) (then (throw $e (i32.mul (local.get $i) (i32.const 100))))))))",
       [](PartialGuest& guest) {
         CHECK(guest.call("f", {i32(8)})->front().u32 == 5 + 800 + 8);
         CHECK(enter(guest, 1, {i32(8), i32(1), i32(6), i32(40)}) == 6 + 800 + 8);
         CHECK(enter(guest, 1, {i32(8), i32(5), i32(6), i32(40)}) == 6 + 800 + 8);
         CHECK(enter(guest, 0, {i32(8), i32(5), i32(6)}) == 6 + 800 + 8);
         CHECK(enter(guest, 1, {i32(1), i32(5), i32(6), i32(40)}) == 6 + 600 + 6);
       });
}

TEST_CASE("A loop in the body of a legacy try is entered, and one in its handler is not") {
  with(R"((module (type (func (param externref) (result i32)))
    (tag $e (param i32))
    (func (export "f") (param $n i32) (result i32)
      (i32.const 5)
      (try (result i32)
        (do
          (loop (result i32)
            (call $throw_at (local.tee $n (i32.sub (local.get $n) (i32.const 1))))
            (br 0)))
        (catch $e
          (loop (param i32) (result i32)
            (if (param i32) (result i32) (i32.eqz (local.get $n)) (then) (else (rethrow 2)))))
        (catch_all (i32.const -1)))
      (i32.add))
    (func $throw_at (param $i i32)
      (if (i32.eqz (local.get $i)) (then (throw $e (i32.const 100)))))))",
       [](PartialGuest& guest) {
         CHECK(guest.call("f", {i32(8)})->front().u32 == 105);
         CHECK(enter(guest, 0, {i32(4), i32(60)}) == 160);
         const Result<CompiledModule> compiled = guest.compile({}, {test::loops_of(guest.module(), 0)[1]});
         REQUIRE_FALSE(compiled.has_value());
         CHECK(compiled.error().kind() == ErrorKind::Unsupported);
         CHECK(compiled.error().message() == "the loop cannot be entered: it is in a handler of a try");
       });
}

TEST_CASE("Locals and operands of every type come from the frame") {
  with(R"((module (type (func (param externref) (result i32)))
    (func (export "f") (param $again i32) (result i32)
      (local $v v128) (local $f f32) (local $d f64) (local $l i64) (local $r funcref)
      (local.get $v) (local.get $f) (local.get $r)
      (loop (param v128 f32 funcref) (result v128 f32 funcref)
        (br_if 0 (local.get $again) (local.set $again (i32.const 0))))
      (ref.is_null)
      (i32.add (i32.mul (ref.is_null (local.get $r)) (i32.const 2)))
      (local.set $again)
      (i32.trunc_f32_s (f32.add (local.get $f)))
      (local.set $again (i32.add (local.get $again)))
      (i32x4.extract_lane 1)
      (i32.add (i32x4.extract_lane 3 (local.get $v)))
      (i32.add (i32.wrap_i64 (local.get $l)))
      (i32.add (i32.trunc_f64_s (local.get $d)))
      (i32.add (local.get $again)))))",
       [](PartialGuest& guest) {
         Value d{};
         d.f64 = 5000;
         int something = 0;
         const std::vector<Value> frame = {
             i32(1), v128(1), f32(100), d, i64(70000), reference(nullptr), v128(2), f32(23), reference(&something)};
         CHECK(guest.call("f", {i32(1)})->front().u32 == 3);
         CHECK(enter(guest, 0, frame) == 2 + 123 + 0x02020202 + 0x01010101 + 70000 + 5000);
       });
}

TEST_CASE("A function that is entered at a loop returns no result, two, or three in memory") {
  with(R"((module
    (type (func (param externref))) (type (func (param externref) (result i32 f32)))
    (type (func (param externref) (result i32 i64 i32)))
    (global (export "g") (mut i32) (i32.const 0))
    (func $none (param i32) (loop (global.set 0 (local.get 0))))
    (func $two (param i32 f32) (result i32 f32) (loop) (local.get 0) (local.get 1))
    (func $three (param i32 i64) (result i32 i64 i32)
      (loop (result i32 i64 i32) (local.get 0) (local.get 1) (i32.const 9)))
    (func $tail (param i32 i64) (result i32 i64 i32)
      (loop (return_call $three (i32.add (local.get 0) (i32.const 1)) (local.get 1))) (unreachable))))",
       [](PartialGuest& guest) {
         CHECK(guest.enter(0, 0, {i32(12)})->empty());
         CHECK(guest.instance().global(0).get().u32 == 12);
         const std::vector<Value> two = *guest.enter(1, 0, {i32(4), f32(5)});
         CHECK((two[0].u32 == 4 && two[1].f32 == 5));
         const std::vector<Value> three = *guest.enter(2, 0, {i32(4), i64(5)});
         CHECK((three[0].u32 == 4 && three[1].u64 == 5 && three[2].u32 == 9));
         const std::vector<Value> tail = *guest.enter(3, 0, {i32(4), i64(5)});
         CHECK((tail[0].u32 == 5 && tail[1].u64 == 5 && tail[2].u32 == 9));
       });
}

TEST_CASE("What cannot be entered is refused with the reason") {
  PartialGuest guest("(module (func unreachable (loop)) (func (block)))", 0);
  const std::vector<LoopEntry> loops = test::loops_of(guest.module(), 0);
  REQUIRE(loops.size() == 1);
  for (const LoopEntry& each : {loops[0], LoopEntry{1, loops[0].loop_offset}}) {
    const Result<CompiledModule> compiled = guest.compile({}, {each});
    REQUIRE_FALSE(compiled.has_value());
    CHECK(compiled.error().kind() == ErrorKind::Unsupported);
    CHECK(compiled.error().message() == "the loop cannot be entered: no code leads to a loop there");
  }
}

TEST_CASE("A trap behind a loop that was entered is where it is") {
  PartialGuest guest("(module (func (param i32) (loop (br_if 0 (local.get 0))) (unreachable)))", 2);
  const std::vector<LoopEntry> loops = test::loops_of(guest.module(), 0);
  const ArtefactTables& code = guest.replace({0}, loops);
  const void* const entry = code.loop_entry(0, loops[0].loop_offset);
  REQUIRE(entry != nullptr);
  CHECK(entry != code.wasm_entry(0));
  const std::optional<CodePosition> position = code.position(reinterpret_cast<std::uintptr_t>(entry));
  REQUIRE(position.has_value());
  CHECK(position->function == 0);
  CHECK(position->wasm_offset > loops[0].loop_offset);
}

}  // namespace wrt
