// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Host functions that compiled code calls with their parameters in registers.
#include "runtime/direct_host_call.h"

#include <cstdint>
#include <utility>

#include <catch2/catch.hpp>

#include "runtime/interrupter.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using test::i32;
using test::i64;

const FuncType kType{{ValType::I32, ValType::I64, ValType::I32, ValType::I64, ValType::I32}, {ValType::I32}};

// What an entry works on, and what it notes.
struct State {
  Interrupter* interrupter = nullptr;
  bool stack_is_aligned = false;
  const Instance* importer = nullptr;
};

// Digits of the decimal system. If the first is 9 it does not return; if it is 8 it ends all calls.
WRT_DIRECT_BODY std::uint32_t number(const BoundHostFunction& callee, Activation& activation, std::uint32_t a,
                                     std::uint64_t b, std::uint32_t c, std::uint64_t d, std::uint32_t e) {
  State& state = *const_cast<State*>(static_cast<const State*>(callee.direct_state));
  alignas(16) volatile char aligned = 0;
  std::uintptr_t address = reinterpret_cast<std::uintptr_t>(&aligned);
  asm("" : "+r"(address));  // or the compiler answers what it was told
  state.stack_is_aligned = address % 16 == 0;
  state.importer = callee.importer;
  if (a == 9) activation.stop = Stop::trap(TrapCode::HostError, "no such digit");
  if (a == 8) {
    state.interrupter->stop(TrapCode::Interrupted);
    while (!interruption_pending()) {
    }
  }
  return static_cast<std::uint32_t>(a * 10000 + b * 1000 + c * 100 + d * 10 + e);
}

WRT_DIRECT_HOST_FUNCTION std::uint32_t enter(const BoundHostFunction& callee, std::uint32_t a, std::uint64_t b,
                                             std::uint32_t c, std::uint64_t d, std::uint32_t e) {
  const void* const frame = __builtin_frame_address(0);
  Activation& activation = enter_host(frame);
  const std::uint32_t result = number(callee, activation, a, b, c, d, e);
  if (activation.stop) leave_with_stop();
  return_from_host(activation, frame);
  return result;
}

// twice (params as the import's) (result i32): the sum of two calls of it.
std::shared_ptr<const LoadedModule> calling_module() {
  ModuleBuilder builder;
  const TypeIndex type = builder.add_func_type(kType);
  builder.import_function("env", "f", type);
  const FuncIndex twice =
      builder.add_function(type, test::body({0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x20, 4, 0x10, 0,  //
                                             0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x20, 4, 0x10, 0, 0x6a}));
  builder.add_export("twice", ExternKind::Func, twice);
  builder.add_export("imported", ExternKind::Func, 0);
  return test::compile(builder);
}

HostDefinition definition(const State& state) {
  HostDefinition made{kType, [](HostCall& call) -> Outcome<> {
                        call.values[0].u32 = 777;
                        return {};
                      }};
  made.direct_entry = reinterpret_cast<const void*>(&enter);
  made.direct_state = &state;
  return made;
}

Outcome<std::vector<Value>> call(Instance& guest, std::string_view name, std::uint32_t first) {
  return test::call(guest, name, {{i32(first), i64(2), i32(3), i64(4), i32(5)}});
}

}  // namespace

TEST_CASE("A direct entry gets its parameters, a stack that is aligned, and returns to the guest") {
  State state;
  const HostDefinition host = definition(state);
  const Extern imports[] = {&host};
  Store store;
  Instance& guest = test::instantiate(store, calling_module(), imports);
  for (int round = 0; round < 3; ++round) {
    const Outcome<std::vector<Value>> outcome = call(guest, "twice", 1);
    REQUIRE(outcome);
    CHECK(outcome->front().u32 == 2 * 12345);
  }
  CHECK(state.stack_is_aligned);
  CHECK(state.importer == &guest);
  // The host calls the callback.
  CHECK(call(guest, "imported", 1)->front().u32 == 777);
}

TEST_CASE("A direct entry's stop leaves the guest, whose frames are in the backtrace") {
  State state;
  const HostDefinition host = definition(state);
  const Extern imports[] = {&host};
  Store store;
  Instance& guest = test::instantiate(store, calling_module(), imports);
  const Stop stop = test::trap_of(call(guest, "twice", 9));
  CHECK(stop.message == "no such digit");
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == 1);
  CHECK(call(guest, "twice", 1)->front().u32 == 2 * 12345);
}

TEST_CASE("A guest that is to end is left on the way back from a direct entry") {
  Interrupter interrupter;
  State state{&interrupter};
  const HostDefinition host = definition(state);
  const Extern imports[] = {&host};
  Store store({.interrupter = &interrupter});
  Instance& guest = test::instantiate(store, calling_module(), imports);
  const Stop stop = test::trap_of(call(guest, "twice", 8));
  CHECK(stop.code == TrapCode::Interrupted);
  CHECK(stop.backtrace.size() == 1);
}

}  // namespace wrt
