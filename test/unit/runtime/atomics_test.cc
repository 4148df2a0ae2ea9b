// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read-modify-write instructions of every width from several threads at once: whatever they do, no update may be lost.
// Each function of the module repeats one instruction at one address, and returns what shows a loss.
#include <deque>
#include <string>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "test/unit/runtime/shared_guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

using test::Answer;
using test::on_threads;
using test::SharedGuest;

constexpr unsigned kThreads = 3;
constexpr std::int64_t kTimes = 300'000;

struct Width {
  const char* type;
  int bits;

  std::string name() const { return fmt::format("{}_{}", type, bits); }
  std::string suffix() const { return is_full() ? "" : "_u"; }
  bool is_full() const { return bits == (type[1] == '3' ? 32 : 64); }
  // "i64.atomic.rmw8.add_u"
  std::string rmw(const char* operation) const {
    return fmt::format("{}.atomic.rmw{}.{}{}", type, is_full() ? "" : std::to_string(bits), operation, suffix());
  }
  std::string load() const {
    return fmt::format("{}.atomic.load{}{}", type, is_full() ? "" : std::to_string(bits), suffix());
  }
  std::int64_t wrap(std::int64_t value) const { return bits == 64 ? value : value & ((std::int64_t{1} << bits) - 1); }
};

constexpr Width kWidths[] = {{"i32", 8}, {"i32", 16}, {"i32", 32}, {"i64", 8}, {"i64", 16}, {"i64", 32}, {"i64", 64}};

// A function that runs `step` $times times and returns $sum. $value is an operand of the type; $old is for the step.
std::string repeat(const std::string& name, const Width& width, const std::string& step) {
  const bool is_64 = width.type[1] == '6';
  return fmt::format(
      R"((func (export "{name}") (param $operand i64) (param $times i64) (result i64)
    (local $value {type}) (local $old {type}) (local $sum i64)
    (local.set $value ({wrap} (local.get $operand)))
    (loop $again
      {step}
      (br_if $again (i64.ne (i64.const 0) (local.tee $times (i64.sub (local.get $times) (i64.const 1))))))
    (local.get $sum))
)",
      fmt::arg("name", name), fmt::arg("type", width.type), fmt::arg("step", step),
      fmt::arg("wrap", is_64 ? "i64.add (i64.const 0)" : "i32.wrap_i64"));
}

std::string functions_of(const Width& width) {
  const std::string type = width.type;
  const std::string extend = type == "i64" ? "i64.add (i64.const 0)" : "i64.extend_i32_u";
  std::string text;
  for (const char* operation : {"add", "sub", "xor"}) {
    text += repeat(fmt::format("{}_{}", operation, width.name()), width,
                   fmt::format("(drop ({} (i32.const 128) (local.get $value)))", width.rmw(operation)));
  }
  // The loser of a race tries again.
  text += repeat(
      "cmpxchg_" + width.name(), width,
      fmt::format("(loop $retry (local.set $old ({load} (i32.const 128)))"
                  " (br_if $retry ({type}.ne (local.get $old) ({cmpxchg} (i32.const 128) (local.get $old)"
                  " ({type}.add (local.get $old) (local.get $value))))))",
                  fmt::arg("load", width.load()), fmt::arg("type", type), fmt::arg("cmpxchg", width.rmw("cmpxchg"))));
  // What one puts there somebody takes out: the sum of all that is taken and of what is left is that of all put.
  text += repeat("xchg_" + width.name(), width,
                 fmt::format("(local.set $sum (i64.add (local.get $sum) ({} ({} (i32.const 128) (local.get $value)))))"
                             "(local.set $value ({}.add (local.get $value) ({}.const 1)))",
                             extend, width.rmw("xchg"), type, type));
  // Sets a bit that is its own and clears it again; counts when it was not as this thread had left it.
  text += repeat("or_and_" + width.name(), width,
                 fmt::format("(if ({0}.ne ({0}.const 0) ({0}.and (local.get $value) ({1} (i32.const 128)"
                             " (local.get $value)))) (then (local.set $sum (i64.add (local.get $sum) (i64.const 1)))))"
                             "(if ({0}.eqz ({0}.and (local.get $value) ({2} (i32.const 128)"
                             " ({0}.xor (local.get $value) ({0}.const -1))))) (then"
                             " (local.set $sum (i64.add (local.get $sum) (i64.const 1)))))",
                             type, width.rmw("or"), width.rmw("and")));
  return text;
}

std::string module_text() {
  std::string text = R"((module
  (import "env" "memory" (memory 1 1 shared))
  (func (export "load") (result i64) (i64.atomic.load (i32.const 128)))
  (func (export "store") (param i64) (i64.atomic.store (i32.const 128) (local.get 0)))
)";
  for (const Width& each : kWidths) text += functions_of(each);
  return text + ")";
}

class Race {
 public:
  Race() {
    CompileOptions options;
    options.threads = 1;
    module_ = test::compile_text(module_text(), options);
    memory_ = owner_.new_memory(test::shared_memory(AddressType::I32, 1, 1)).value();
    // Made before the threads, which then all begin at once.
    for (unsigned each = 0; each < kThreads; ++each) guests_.emplace_back(module_, *memory_);
  }

  // Runs a function on all threads, each with its operand, on a memory of zeros. The sum of what they return.
  std::int64_t run(const std::string& function, const std::function<std::int64_t(unsigned)>& operand) {
    guests_[0].call("store", {0});
    std::vector<Answer> answers(kThreads);
    on_threads(kThreads,
               [&](unsigned thread) { answers[thread] = guests_[thread].call(function, {operand(thread), kTimes}); });
    std::int64_t sum = 0;
    for (const Answer& each : answers) {
      REQUIRE(each.has_value());
      sum += *each;
    }
    return sum;
  }
  std::int64_t left() { return guests_[0].call("load").value(); }

 private:
  Store owner_;
  std::shared_ptr<const LoadedModule> module_;
  MemoryInstance* memory_ = nullptr;
  std::deque<SharedGuest> guests_;
};

}  // namespace

TEST_CASE("Atomic updates of every width from several threads lose nothing") {
  Race race;
  for (const Width& width : kWidths) {
    INFO(width.name());
    const auto by = [](unsigned thread) { return 1 + 2 * std::int64_t{thread}; };
    constexpr std::int64_t kSum = kTimes * (1 + 3 + 5);
    race.run("add_" + width.name(), by);
    CHECK(race.left() == width.wrap(kSum));
    race.run("sub_" + width.name(), by);
    CHECK(race.left() == width.wrap(-kSum));
    race.run("cmpxchg_" + width.name(), by);
    CHECK(race.left() == width.wrap(kSum));
    // An even number of times each.
    race.run("xor_" + width.name(), by);
    CHECK(race.left() == 0);
    CHECK(race.run("or_and_" + width.name(), [](unsigned thread) { return std::int64_t{1} << thread; }) == 0);
    CHECK(race.left() == 0);

    const std::int64_t taken = race.run("xchg_" + width.name(), [](unsigned thread) { return thread * kTimes; });
    constexpr std::int64_t kAll = kThreads * kTimes;
    CHECK(width.wrap(taken + race.left()) == width.wrap(kAll * (kAll - 1) / 2));
  }
}

}  // namespace wrt
