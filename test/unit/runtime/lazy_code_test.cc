// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that are made at their first call: that they are entered as others are, made once, and trapped and thrown
// through like others.
#if defined(__x86_64__)

#include <sys/wait.h>
#include <unistd.h>

#include <barrier>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/exception.h"
#include "runtime/guest_thread.h"
#include "runtime/range_registry.h"
#include "sandbox/sandbox.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/lazy_guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

using test::i32;
using test::LazyCounts;
using test::LazyFunction;

const FuncType kUnary{{ValType::I32}, {ValType::I32}};
const FuncType kTag{{ValType::I32}, {}};

struct Fixture {
  std::shared_ptr<LazyCounts> counts = std::make_shared<LazyCounts>();
  std::shared_ptr<const LoadedModule> module = test::load_lazy_guest(counts);
  HostDefinition doubling{kUnary, [](HostCall& call) -> Outcome<> {
                            call.values[0].u32 *= 2;
                            return {};
                          }};
  Store store;

  Instance& instantiate() { return test::instantiate(store, module, {{&doubling}}); }
};

Outcome<std::vector<Value>> call(Instance& instance, std::string_view name, std::uint32_t argument) {
  return test::call(instance, name, {{i32(argument)}});
}

std::uint32_t value_of(const Outcome<std::vector<Value>>& outcome) {
  if (!outcome) FAIL(outcome.error().message);
  return outcome->front().u32;
}

std::shared_ptr<const LoadedModule> compile_text(std::string_view text) {
  CompileOptions options;
  options.threads = 1;
  return test::compile_text(text, options);
}

}  // namespace

TEST_CASE("A function is made at its first call, and once") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  CHECK(fixture.counts->of(LazyFunction::Add) == 0);
  for (std::uint32_t i = 0; i < 3; ++i) CHECK(value_of(call(instance, "add", i)) == i + 5);
  CHECK(fixture.counts->of(LazyFunction::Add) == 1);
  CHECK(fixture.counts->of(LazyFunction::CallAdd) == 0);
  for (std::uint32_t i = 0; i < 3; ++i) CHECK(value_of(call(instance, "call_add", i)) == i + 5);
  CHECK(fixture.counts->of(LazyFunction::CallAdd) == 1);
  CHECK(fixture.counts->of(LazyFunction::Add) == 1);
  // A second instance has the same code.
  Store store;
  Instance& other = test::instantiate(store, fixture.module, {{&fixture.doubling}});
  CHECK(value_of(call(other, "call_add", 1)) == 6);
  CHECK(fixture.counts->of(LazyFunction::CallAdd) == 1);
  CHECK(fixture.counts->array_entries == 2);
  CHECK(fixture.counts->host_entries == 1);
}

TEST_CASE("All functions are made at once, each once, on any number of threads") {
  constexpr unsigned kDefined = static_cast<unsigned>(LazyFunction::Count) - 1;
  for (const unsigned threads : {0u, 1u, 5u}) {
    Fixture fixture;
    Instance& instance = fixture.instantiate();
    CHECK(value_of(call(instance, "add", 1)) == 6);
    const ModuleCode& code = fixture.module->code();
    CHECK(code.made_at_calls() == 1);
    const Result<std::size_t> bytes = code.make_all(threads);
    REQUIRE(bytes.has_value());
    CHECK(*bytes > 0);
    for (unsigned each = 1; each <= kDefined; ++each) CHECK(fixture.counts->made[each] >= 1);
    CHECK(value_of(call(instance, "call_add", 1)) == 6);
    CHECK(value_of(call(instance, "never", 1)) == 6);
    CHECK(fixture.counts->of(LazyFunction::CallAdd) == 1);
    CHECK(code.made_at_calls() == 1);
    // There is nothing left to be made.
    CHECK(code.make_all(threads).value() == 0);
  }
}

TEST_CASE("A function called first by another in its module is made then") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  CHECK(value_of(call(instance, "call_add", 10)) == 15);
  CHECK(fixture.counts->of(LazyFunction::CallAdd) == 1);
  CHECK(fixture.counts->of(LazyFunction::Add) == 1);
}

TEST_CASE("Data segments of a module whose functions are made lazily are in its memory") {
  Fixture fixture;
  const Instance& instance = fixture.instantiate();
  const std::uint8_t* const base = instance.memory(0).vm()->base;
  CHECK(std::string(base + 8, base + 12) == "lazy");
}

TEST_CASE("Code that was made goes with its module") {
  Fixture fixture;
  const std::uintptr_t code = reinterpret_cast<std::uintptr_t>(fixture.module->code().wasm_entry(1));
  CHECK(code_ranges().find(code).has_value());
  fixture.module.reset();
  CHECK_FALSE(code_ranges().find(code).has_value());
}

TEST_CASE("An address in a stub is the function's, and one in a thunk nobody's") {
  Fixture fixture;
  const ModuleCode& code = fixture.module->code();
  const std::uintptr_t stub = reinterpret_cast<std::uintptr_t>(code.wasm_entry(3));
  for (const std::uintptr_t pc : {stub, stub + 6, stub + 11}) {
    const std::optional<FunctionOffset> found = code.function_at(pc);
    REQUIRE(found.has_value());
    CHECK(found->function == 3);
    CHECK(found->code_offset == 0);
  }
  CHECK_FALSE(code.function_at(reinterpret_cast<std::uintptr_t>(code.array_entry(0))).has_value());
  CHECK_FALSE(code.function_at(code_ranges().find(stub)->begin).has_value());
  CHECK_FALSE(code.function_at(code_ranges().find(stub)->end - 1).has_value());
}

TEST_CASE("Threads that call the same function first have it made once") {
  constexpr unsigned kThreads = 8;
  Fixture fixture;
  std::atomic<unsigned> right = 0;
  std::vector<std::unique_ptr<Store>> stores;
  std::vector<Instance*> instances;
  for (unsigned each = 0; each < kThreads; ++each) {
    stores.push_back(std::make_unique<Store>());
    instances.push_back(&test::instantiate(*stores.back(), fixture.module, {{&fixture.doubling}}));
  }
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (Instance* const each : instances) {
    threads.emplace_back([&, function = std::get<FuncExtern>(*each->find_export("call_add")).ref, each] {
      start.arrive_and_wait();
      const Outcome<std::vector<Value>> outcome = each->store().call(function, {{i32(7)}});
      if (outcome && outcome->front().u32 == 12) ++right;
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(right == kThreads);
  CHECK(fixture.counts->of(LazyFunction::CallAdd) == 1);
  CHECK(fixture.counts->of(LazyFunction::Add) == 1);
}

TEST_CASE("Making a function keeps all arguments of the call") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  const std::shared_ptr<const LoadedModule> caller = compile_text(R"((module
    (import "lazy" "many" (func $many (param i32 i32 i32 i32 i32 f64 f64) (result i32)))
    (func (export "f") (param i32) (result i32)
      (call $many (local.get 0) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (f64.const 6) (f64.const 7)))))");
  Instance& calling = test::instantiate(fixture.store, caller, {{*instance.find_export("many")}});
  CHECK(value_of(call(calling, "f", 1)) == 1234567);
  CHECK(value_of(call(calling, "f", 9)) == 9234567);
  CHECK(fixture.counts->of(LazyFunction::Many) == 1);
}

TEST_CASE("A trap in a function made lazily has its frames and their positions") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  for (int round = 0; round < 2; ++round) {
    const Stop stop = test::trap_of(call(instance, "call_trap", 0));
    CHECK(stop.code == TrapCode::Unreachable);
    REQUIRE(stop.backtrace.size() == 2);
    CHECK(stop.backtrace[0].function == static_cast<FuncIndex>(LazyFunction::Trap));
    CHECK(stop.backtrace[0].wasm_offset == test::lazy_position(LazyFunction::Trap) + 1);
    CHECK(stop.backtrace[1].function == static_cast<FuncIndex>(LazyFunction::CallTrap));
    CHECK(stop.backtrace[1].wasm_offset == test::lazy_position(LazyFunction::CallTrap) + 1);
  }
  CHECK(fixture.counts->of(LazyFunction::Trap) == 1);
  CHECK(fixture.counts->with_positions == 2);
}

TEST_CASE("Endless recursion of a function made lazily is a trap") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  for (int round = 0; round < 2; ++round) {
    const Stop stop = test::trap_of(call(instance, "recurse", 0));
    CHECK(stop.code == TrapCode::StackOverflow);
    CHECK(stop.backtrace.size() == kInnermostFrames + kOutermostFrames);
    CHECK(stop.frames_omitted > 1000);
  }
  CHECK(fixture.counts->of(LazyFunction::Recurse) == 1);
}

TEST_CASE("A function that there is no stack to make is a stack overflow, and made later") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  CHECK(value_of(call(instance, "call_add", 1)) == 6);  // makes this thread a stack
  const GuestThread& thread = GuestThread::current();
  const std::size_t most = thread.stack_end() - thread.stack_begin() - (std::size_t{32} << 10);
  const Stop stop = test::trap_of(call(instance, "call_deep", static_cast<std::uint32_t>(most)));
  CHECK(stop.code == TrapCode::StackOverflow);
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == static_cast<FuncIndex>(LazyFunction::CallDeep));
  CHECK(fixture.counts->of(LazyFunction::Never) == 0);
  CHECK(value_of(call(instance, "never", 1)) == 6);
  CHECK(call(instance, "call_deep", static_cast<std::uint32_t>(most)).has_value());
  CHECK(fixture.counts->of(LazyFunction::Never) == 1);
}

TEST_CASE("A process that was forked from one with lazily made code still runs what was made") {
  Fixture fixture;
  Instance& instance = fixture.instantiate();
  CHECK(value_of(call(instance, "add", 1)) == 6);
  const pid_t child = fork();
  if (child == 0) {
    const Outcome<std::vector<Value>> outcome = call(instance, "add", 2);
    _exit(outcome && outcome->front().u32 == 7 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(value_of(call(instance, "call_add", 1)) == 6);
}

TEST_CASE("Functions are made while the sandbox is closed") {
  const pid_t child = fork();
  if (child == 0) {
    Fixture fixture;
    Instance& instance = fixture.instantiate();
    if (!raise_sandbox(SandboxMode::Auto, {})) _exit(1);
    const Outcome<std::vector<Value>> outcome = call(instance, "call_add", 2);
    _exit(outcome && outcome->front().u32 == 7 && fixture.counts->of(LazyFunction::Add) == 1 ? 0 : 2);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("Exceptions of the host arrive in functions made lazily, and pass through them with all registers") {
  Fixture fixture;
  TagInstance* const tag = fixture.store.new_tag(kTag);
  const HostDefinition host{kUnary, [&](HostCall& call) -> Outcome<> {
                              const std::uint32_t value = call.values[0].u32;
                              if (value < 100) return {};
                              VMException* const exception = fixture.store.new_exception(*tag);
                              exception->values()[0].u32 = value;
                              return std::unexpected(Stop::throwing(exception));
                            }};
  Instance& instance = test::instantiate(fixture.store, fixture.module, {{&host}});
  SECTION("by its call sites") {
    CHECK(value_of(call(instance, "catch", 3)) == 6);
    CHECK(value_of(call(instance, "catch", 100)) == 200);
    CHECK(value_of(call(instance, "catch", 1000)) == 2000);
  }
  SECTION("to a try_table of compiled code") {
    const std::shared_ptr<const LoadedModule> catcher = compile_text(R"((module
      (import "env" "e" (tag $e (param i32)))
      (import "lazy" "call_host" (func $f (param i32) (result i32)))
      (func (export "f") (param i32) (result i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32)
        (local.set $a (call $f (i32.const 1)))
        (local.set $b (call $f (i32.const 2)))
        (local.set $c (call $f (i32.const 3)))
        (local.set $d (call $f (i32.const 4)))
        (block $caught (result i32)
          (return (try_table (result i32) (catch $e $caught) (call $f (local.get 0)))))
        (i32.sub (local.get 0))
        (i32.mul (i32.const 10)) (i32.add (local.get $a))
        (i32.mul (i32.const 10)) (i32.add (local.get $b))
        (i32.mul (i32.const 10)) (i32.add (local.get $c))
        (i32.mul (i32.const 10)) (i32.add (local.get $d)))))");
    Instance& catching = test::instantiate(fixture.store, catcher, {{tag, *instance.find_export("call_host")}});
    CHECK(value_of(call(catching, "f", 7)) == 7);
    for (int round = 0; round < 3; ++round) CHECK(value_of(call(catching, "f", 500)) == 1234);
  }
  SECTION("out of the call") {
    const Outcome<std::vector<Value>> outcome = call(instance, "call_host", 100);
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == Stop::Kind::Exception);
    REQUIRE(outcome.error().backtrace.size() == 1);
    CHECK(outcome.error().backtrace[0].function == static_cast<FuncIndex>(LazyFunction::CallHost));
    CHECK(value_of(call(instance, "call_host", 1)) == 1);
  }
}

}  // namespace wrt

#endif
