// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The comparison with wasm-interp: its output is read rightly, and a difference is seen.
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "test/second_opinion/call_outcome.h"
#include "test/second_opinion/wasm_interp.h"

namespace wrt::second_opinion {
namespace {

CallOutcome parsed(const std::string& line) {
  const std::expected<CallOutcome, std::string> outcome = parse_result_line(line);
  REQUIRE(outcome.has_value());
  return *outcome;
}

CallOutcome returned(const std::string& name, std::vector<std::uint64_t> values) {
  CallOutcome outcome;
  outcome.name = name;
  outcome.values = std::move(values);
  return outcome;
}

CallOutcome trapped(const std::string& name, TrapCode code) {
  CallOutcome outcome;
  outcome.name = name;
  outcome.end = CallOutcome::End::Trapped;
  outcome.traps = {code};
  return outcome;
}

TEST_CASE("Results of wasm-interp are read") {
  CHECK(parsed("f() =>").values.empty());
  CHECK(parsed("f() => i32:4294967295").values == std::vector<std::uint64_t>{0xffffffff});
  const CallOutcome two = parsed("call_0_1() => i32:1, i64:18446744073709551615");
  CHECK(two.name == "call_0_1");
  CHECK(two.values == std::vector<std::uint64_t>{1, ~std::uint64_t{0}});
}

TEST_CASE("Traps of wasm-interp are read") {
  CHECK(parsed("f() => error: integer overflow").traps.front() == TrapCode::IntegerOverflow);
  CHECK(parsed("f() => error: out of bounds memory access: access at 4+4 >= max value 0").traps.front() ==
        TrapCode::MemoryOutOfBounds);
  CHECK(parsed("f() => error: uncaught exception").end == CallOutcome::End::Thrown);
  CHECK(agree(trapped("f", TrapCode::UnalignedAtomic), parsed("f() => error: invalid atomic access at 1+0")));
}

TEST_CASE("What wasm-interp prints besides is no result") {
  CHECK_FALSE(parse_result_line("000017a: error: unexpected opcode: 0xff").has_value());
  CHECK_FALSE(parse_result_line("f() => error: a message that nobody knows").has_value());
  CHECK_FALSE(parse_result_line("f() => f32:1.000000").has_value());
}

TEST_CASE("A program that is no wasm-interp is an error") {
  CHECK_FALSE(ask_wasm_interp("wrt-no-such-program", "none.wasm", nullptr).has_value());
}

TEST_CASE("Differences are seen") {
  const std::vector<CallOutcome> theirs = {returned("f", {1, 2}), trapped("g", TrapCode::Unreachable),
                                           returned("state", {3})};
  CHECK(compare(theirs, theirs, true).empty());
  CHECK(compare({theirs[0], theirs[1]}, theirs, true).size() == 1);
  CHECK(compare({returned("f", {1, 3}), theirs[1], theirs[2]}, theirs, false).size() == 1);
  CHECK(compare({theirs[0], returned("g", {}), theirs[2]}, theirs, false).size() == 1);
  CHECK(compare({theirs[0], trapped("g", TrapCode::IntegerOverflow), theirs[2]}, theirs, false).size() == 1);
}

TEST_CASE("The state behind a trap counts only where it is promised") {
  const std::vector<CallOutcome> theirs = {trapped("f", TrapCode::Unreachable), returned("state", {3})};
  const std::vector<CallOutcome> ours = {theirs[0], returned("state", {4})};
  CHECK(compare(ours, theirs, false).empty());
  CHECK(compare(ours, theirs, true).size() == 1);
}

}  // namespace
}  // namespace wrt::second_opinion
