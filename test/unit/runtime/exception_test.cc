// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions where guests and the host meet: out of a call, through host functions, from the host.
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/exception.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using test::body;
using test::i32;

const FuncType kUnary{{ValType::I32}, {ValType::I32}};
const FuncType kTag{{ValType::I32}, {}};

// Imports a tag "env.e" (param i32) and a function "env.f" (param i32) (result i32).
//   throw (param i32) (result i32): throws e with its parameter.
//   catch (param i32) (result i32): calls f; what it throws with e, plus 100, or what it returns.
//   forward (param i32) (result i32): calls f.
std::shared_ptr<const LoadedModule> module_with_tag() {
  ModuleBuilder builder;
  const TypeIndex unary = builder.add_func_type(kUnary);
  const TypeIndex tag = builder.add_func_type(kTag);
  builder.import_tag("env", "e", tag);
  builder.import_function("env", "f", unary);
  const FuncIndex thrower = builder.add_function(unary, body({0x20, 0x00, 0x08, 0x00}));
  // block (result i32); try_table (catch e 0): local.get 0, call f, return; end; unreachable; end; i32.const 100;
  // i32.add
  const FuncIndex catcher =
      builder.add_function(unary, body({0x02, 0x7f, 0x1f, 0x40, 0x01, 0x00, 0x00, 0x00, 0x20, 0x00,
                                        0x10, 0x00, 0x0f, 0x0b, 0x00, 0x0b, 0x41, 0xe4, 0x00, 0x6a}));
  const FuncIndex forward = builder.add_function(unary, body({0x20, 0x00, 0x10, 0x00}));
  builder.add_export("throw", ExternKind::Func, thrower);
  builder.add_export("catch", ExternKind::Func, catcher);
  builder.add_export("forward", ExternKind::Func, forward);
  return test::compile(builder);
}

Outcome<std::vector<Value>> call(Instance& instance, std::string_view name, std::uint32_t argument) {
  return test::call(instance, name, {{i32(argument)}});
}

struct Fixture {
  Store store;
  TagInstance* tag = store.new_tag(kTag);
  std::shared_ptr<const LoadedModule> module = module_with_tag();

  Instance& instantiate(const HostDefinition& f) { return test::instantiate(store, module, {{tag, &f}}); }
  Stop throwing(std::uint32_t value) {
    VMException* const exception = store.new_exception(*tag);
    exception->values()[0].u32 = value;
    return Stop::throwing(exception);
  }
};

}  // namespace

TEST_CASE("An exception that nobody catches ends the call, with its values and a backtrace") {
  Fixture fixture;
  const HostDefinition identity{kUnary, [](HostCall&) -> Outcome<> { return {}; }};
  Instance& instance = fixture.instantiate(identity);
  const Outcome<std::vector<Value>> outcome = call(instance, "throw", 7);
  REQUIRE(!outcome);
  const Stop& stop = outcome.error();
  CHECK(stop.kind == Stop::Kind::Exception);
  REQUIRE(stop.exception != nullptr);
  CHECK(stop.exception->tag == fixture.tag);
  CHECK(stop.exception->values()[0].u32 == 7);
  CHECK(stop.message == "uncaught exception host tag(7)");
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == 1);
  CHECK(stop.backtrace[0].wasm_offset != 0);
  // The thread is whole again.
  CHECK(call(instance, "forward", 5)->front().u32 == 5);
}

TEST_CASE("A guest catches what a host function throws") {
  Fixture fixture;
  const HostDefinition f{kUnary, [&](HostCall& call) -> Outcome<> {
                           if (call.values[0].u32 < 10) return {};
                           return std::unexpected(fixture.throwing(call.values[0].u32));
                         }};
  Instance& instance = fixture.instantiate(f);
  CHECK(call(instance, "catch", 3)->front().u32 == 3);
  for (std::uint32_t i = 10; i < 1000; ++i) CHECK(call(instance, "catch", i)->front().u32 == i + 100);
  const Outcome<std::vector<Value>> uncaught = call(instance, "forward", 11);
  REQUIRE(!uncaught);
  CHECK(uncaught.error().kind == Stop::Kind::Exception);
  CHECK(uncaught.error().exception->values()[0].u32 == 11);
  CHECK(uncaught.error().backtrace.size() == 1);
}

TEST_CASE("An exception passes through host functions between guests") {
  Fixture fixture;
  const HostDefinition identity{kUnary, [](HostCall&) -> Outcome<> { return {}; }};
  Instance& inner = fixture.instantiate(identity);
  unsigned seen = 0;
  const HostDefinition through{kUnary, [&](HostCall& host) -> Outcome<> {
                                 const std::vector<int> something_to_destroy(100);
                                 Outcome<std::vector<Value>> outcome = call(inner, "throw", host.values[0].u32);
                                 REQUIRE(!outcome);
                                 ++seen;
                                 return std::unexpected(std::move(outcome.error()));
                               }};
  Instance& middle = fixture.instantiate(through);
  const HostDefinition again{kUnary, [&](HostCall& host) -> Outcome<> {
                               Outcome<std::vector<Value>> outcome = call(middle, "forward", host.values[0].u32);
                               REQUIRE(!outcome);
                               ++seen;
                               return std::unexpected(std::move(outcome.error()));
                             }};
  Instance& outer = fixture.instantiate(again);
  CHECK(call(outer, "catch", 21)->front().u32 == 121);
  CHECK(seen == 2);
  const Outcome<std::vector<Value>> uncaught = call(outer, "forward", 22);
  REQUIRE(!uncaught);
  CHECK(uncaught.error().exception->values()[0].u32 == 22);
  // Where it was thrown, and through whom: throw, forward, forward.
  CHECK(uncaught.error().backtrace.size() == 3);
}

TEST_CASE("An exception does not take the backtrace of a dead one in whose place it is") {
  Fixture fixture;
  const VMException* made = nullptr;
  const HostDefinition thrower{kUnary, [&](HostCall& host) -> Outcome<> {
                                 Stop stop = fixture.throwing(host.values[0].u32);
                                 made = stop.exception;
                                 return std::unexpected(std::move(stop));
                               }};
  Instance& instance = fixture.instantiate(thrower);
  const Outcome<std::vector<Value>> by_guest = call(instance, "throw", 1);
  REQUIRE(!by_guest);
  const VMException* const dead = by_guest.error().exception;
  fixture.store.heap().collect();
  const Outcome<std::vector<Value>> by_host = call(instance, "forward", 2);
  REQUIRE(!by_host);
  REQUIRE(made == dead);
  REQUIRE(by_guest.error().backtrace.size() == 1);
  REQUIRE(by_host.error().backtrace.size() == 1);
  CHECK(by_guest.error().backtrace[0].function == 1);
  CHECK(by_host.error().backtrace[0].function == 3);
}

TEST_CASE("A host function may swallow an exception, or turn it into a trap") {
  Fixture fixture;
  const HostDefinition identity{kUnary, [](HostCall&) -> Outcome<> { return {}; }};
  Instance& inner = fixture.instantiate(identity);
  const HostDefinition swallow{kUnary, [&](HostCall& host) -> Outcome<> {
                                 const Outcome<std::vector<Value>> outcome = call(inner, "throw", 1);
                                 REQUIRE(!outcome);
                                 if (host.values[0].u32 == 0) return std::unexpected(Stop::trap(TrapCode::HostError));
                                 host.values[0].u32 = 42;
                                 return {};
                               }};
  Instance& outer = fixture.instantiate(swallow);
  CHECK(call(outer, "catch", 1)->front().u32 == 42);
  CHECK(test::trap_of(call(outer, "catch", 0)).code == TrapCode::HostError);
}

}  // namespace wrt
