// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt-bench-calls: nanoseconds of the ways to leave a function: calls to the host, within a module, through a table, to
// another instance, from the host; growing a memory; and a trap that the host catches. Each is a loop in WebAssembly
// whose time, less that of the same loop around nothing, is divided by its turns; a list of rounds for each, as JSON.
//
//   wrt-bench-calls [ROUNDS]
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/linker.h"
#include "api/program.h"
#include "lib/support/check.h"
#include "lib/text/parser.h"

namespace {

using Clock = std::chrono::steady_clock;

// What is called works on an accumulator, so that no loop can be folded; the callee of direct calls is its own
// recursive alternative, so that it is not inlined.
constexpr std::string_view kCallee = R"((module
  (func (export "step") (param i64) (result i64) (i64.xor (i64.mul (local.get 0) (i64.const 3)) (i64.const 5)))))";

constexpr std::string_view kCaller = R"((module
  (type $step (func (param i64) (result i64)))
  (import "host" "step" (func $host (type $step)))
  (import "other" "step" (func $other (type $step)))
  (memory 1 65536)
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $local $local)
  (global $pick (export "pick") (mut i32) (i32.const 1))
  (func $local (type $step)
    (if (result i64) (i64.eq (local.get 0) (i64.const 1234567)) (then (call $local (i64.const 1)))
      (else (i64.xor (i64.mul (local.get 0) (i64.const 3)) (i64.const 5)))))
  (func (export "nothing") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (i64.xor (i64.mul (local.get $x) (i64.const 3)) (i64.const 5)))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "direct call") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (call $local (local.get $x)))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "indirect call") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (call_indirect (type $step) (local.get $x) (global.get $pick)))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "cross-instance call") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (call $other (local.get $x)))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "call to the host") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (call $host (local.get $x)))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "memory.grow by a page") (param $turns i32) (result i64) (local $x i64)
    (loop $next
      (local.set $x (i64.add (local.get $x) (i64.extend_i32_u (memory.grow (i32.const 1)))))
      (br_if $next (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $x))
  (func (export "trap") (param $x i32) (result i64) (i64.extend_i32_u (i32.div_u (i32.const 1) (local.get $x))))))";

std::shared_ptr<const wrt::LoadedModule> compile(std::string_view text) {
  const std::vector<std::uint8_t> bytes = wrt::parse_text_module(text).value();
  const wrt::CompiledModule compiled = wrt::compile_bytes(bytes, wrt::Features(), {}).value();
  return wrt::load_artefact(wrt::Artefact::from_bytes(compiled.artefact).value()).value();
}

// Both modules and the host, new for each round, because memories only grow.
class Guest {
 public:
  Guest(const std::shared_ptr<const wrt::LoadedModule>& callee,
        const std::shared_ptr<const wrt::LoadedModule>& caller) {
    const auto other = store_.instantiate(callee, {}, "other");
    WRT_CHECK(other.has_value());
    linker_.define_instance("other", **other);
    linker_.define("host", "step", &host_);
    const auto imports = linker_.resolve(caller->module(), wrt::UnknownImports::Error);
    WRT_CHECK(imports.has_value());
    const auto instance = store_.instantiate(caller, *imports, "caller");
    WRT_CHECK(instance.has_value());
    instance_ = *instance;
  }

  // Nanoseconds of one call with this argument; whether it ends without a trap is the caller's to know.
  double call(std::string_view function, std::int32_t argument, bool traps) {
    const wrt::Extern callee = instance_->find_export(function).value();
    const wrt::VMFuncRef* const ref = std::get<wrt::FuncExtern>(callee).ref;
    const wrt::Value value{.i32 = argument};
    const Clock::time_point start = Clock::now();
    const bool returned = store_.call(ref, {&value, 1}).has_value();
    const double time = std::chrono::duration<double, std::nano>(Clock::now() - start).count();
    WRT_CHECK(returned != traps);
    return time;
  }

 private:
  wrt::HostDefinition host_{wrt::FuncType{{wrt::ValType::I64}, {wrt::ValType::I64}},
                            [](wrt::HostCall& call) -> wrt::Outcome<> {
                              call.values[0].i64 = call.values[0].i64 * 3 ^ 5;
                              return {};
                            }};
  wrt::Linker linker_;
  wrt::Store store_;
  wrt::Instance* instance_ = nullptr;
};

struct Case {
  std::string_view function;
  std::int32_t turns;
};
constexpr Case kCases[] = {{"direct call", 20'000'000},
                           {"indirect call", 20'000'000},
                           {"cross-instance call", 20'000'000},
                           {"call to the host", 5'000'000},
                           {"memory.grow by a page", 10'000}};

// Of many calls from the host, the mean; of a function that returns at once, or traps.
double mean_of_calls(Guest& guest, std::string_view function, std::int32_t argument, bool traps) {
  constexpr int kCalls = 20'000;
  double sum = 0;
  for (int i = 0; i < kCalls; ++i) sum += guest.call(function, argument, traps);
  return sum / kCalls;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc == 2 ? std::atoi(argv[1]) : 15;
  if (argc > 2 || rounds < 1) {
    fmt::print(stderr, "usage: wrt-bench-calls [ROUNDS]\n");
    return 2;
  }
  const auto callee = compile(kCallee);
  const auto caller = compile(kCaller);
  std::vector<std::vector<double>> results(std::size(kCases) + 2);
  for (int round = 0; round < rounds; ++round) {
    Guest guest(callee, caller);
    for (std::size_t i = 0; i < std::size(kCases); ++i) {
      const auto [function, turns] = kCases[i];
      const double nothing = guest.call("nothing", turns, false);
      results[i].push_back((guest.call(function, turns, false) - nothing) / turns);
    }
    results[std::size(kCases)].push_back(mean_of_calls(guest, "nothing", 1, false));
    results[std::size(kCases) + 1].push_back(mean_of_calls(guest, "trap", 0, true));
  }
  fmt::print("{{");
  for (std::size_t i = 0; i < std::size(kCases); ++i)
    fmt::print("\"{}\": [{:.3f}],\n ", kCases[i].function, fmt::join(results[i], ", "));
  fmt::print("\"call from the host\": [{:.3f}],\n ", fmt::join(results[std::size(kCases)], ", "));
  fmt::print("\"trap that the host catches\": [{:.3f}]}}\n", fmt::join(results[std::size(kCases) + 1], ", "));
  return 0;
}
