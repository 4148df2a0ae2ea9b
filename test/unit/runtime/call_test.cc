// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls into guests and out of them, traps, and signals that are no traps.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using test::body;
using test::i32;

const FuncType kUnary{{ValType::I32}, {ValType::I32}};

// divide (param i32) (result i32): 100 / param. recurse: calls itself for ever. load: reads a memory of one page.
ModuleBuilder trapping_builder() {
  ModuleBuilder builder;
  const TypeIndex unary = builder.add_func_type(kUnary);
  builder.add_memory(MemoryType{{1, 1}});
  const FuncIndex divide = builder.add_function(unary, body({0x41, 0xe4, 0x00, 0x20, 0x00, 0x6d}));
  // local.get 0, call 1, i32.const 1, i32.add: the addition keeps it from being a loop
  const FuncIndex recurse = builder.add_function(unary, body({0x20, 0x00, 0x10, 0x01, 0x41, 0x01, 0x6a}));
  const FuncIndex load = builder.add_function(unary, body({0x20, 0x00, 0x28, 0x02, 0x00}));
  builder.add_export("divide", ExternKind::Func, divide);
  builder.add_export("recurse", ExternKind::Func, recurse);
  builder.add_export("load", ExternKind::Func, load);
  return builder;
}

std::shared_ptr<const LoadedModule> trapping_module() {
  return test::compile(trapping_builder());
}

// forward (param i32) (result i32): calls the imported function of that type, and adds 1.
std::shared_ptr<const LoadedModule> forwarding_module() {
  ModuleBuilder builder;
  const TypeIndex unary = builder.add_func_type(kUnary);
  builder.import_function("env", "f", unary);
  const FuncIndex forward = builder.add_function(unary, body({0x20, 0x00, 0x10, 0x00, 0x41, 0x01, 0x6a}));
  builder.add_export("forward", ExternKind::Func, forward);
  builder.add_export("imported", ExternKind::Func, 0);
  return test::compile(builder);
}

Value call_unary(Instance& instance, std::string_view name, std::uint32_t argument) {
  const Outcome<std::vector<Value>> outcome = test::call(instance, name, {{i32(argument)}});
  REQUIRE(outcome);
  REQUIRE(outcome->size() == 1);
  return outcome->front();
}

Stop trap_unary(Instance& instance, std::string_view name, std::uint32_t argument) {
  return test::trap_of(test::call(instance, name, {{i32(argument)}}));
}

}  // namespace

TEST_CASE("A guest returns values, and traps leave it usable") {
  Store store;
  Instance& guest = test::instantiate(store, trapping_module());
  for (int round = 0; round < 3; ++round) {
    CHECK(call_unary(guest, "divide", 7).i32 == 14);
    CHECK(trap_unary(guest, "divide", 0).code == TrapCode::IntegerDivideByZero);
    CHECK(call_unary(guest, "load", 65532).i32 == 0);
    CHECK(trap_unary(guest, "load", 65533).code == TrapCode::MemoryOutOfBounds);
    CHECK(trap_unary(guest, "load", 0xffffffff).code == TrapCode::MemoryOutOfBounds);
  }
}

TEST_CASE("A trap carries its message and the guest's frames") {
  Store store;
  Instance& guest = test::instantiate(store, trapping_module(), {}, "name of the instance");
  const Stop stop = trap_unary(guest, "divide", 0);
  CHECK(stop.message == "integer divide by zero");
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == 0);
  CHECK(stop.backtrace[0].module_name == "name of the instance");
  const std::vector<std::uint8_t> bytes = trapping_builder().encode();
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const ByteRange& code = module->bodies[0];
  CHECK(stop.backtrace[0].wasm_offset == code.offset + code.bytes.size() - 2);  // i32.div_s, end
}

TEST_CASE("Endless recursion is a trap, on every thread") {
  Store store;
  Instance& guest = test::instantiate(store, trapping_module());
  const auto overflow = [&guest] {
    const Stop stop = trap_unary(guest, "recurse", 0);
    CHECK(stop.code == TrapCode::StackOverflow);
    CHECK(stop.backtrace.size() == kInnermostFrames + kOutermostFrames);
    CHECK(stop.frames_omitted > 1000);
    CHECK(stop.frames_before_gap == kInnermostFrames);
  };
  overflow();
  overflow();
  std::thread other(overflow);
  other.join();
  overflow();
}

TEST_CASE("Traps are caught on the thread that they happen on") {
  const std::shared_ptr<const LoadedModule> module = trapping_module();
  std::atomic<int> traps = 0;
  // Catch's macros are for one thread at a time.
  const auto count = [&traps](const Outcome<std::vector<Value>>& outcome, TrapCode code) {
    traps += !outcome && outcome.error().code == code;
  };
  const auto run = [&] {
    Store store;
    Instance& guest = **store.instantiate(module, {}, "guest");
    const VMFuncRef* const load = std::get<FuncExtern>(*guest.find_export("load")).ref;
    const VMFuncRef* const divide = std::get<FuncExtern>(*guest.find_export("divide")).ref;
    const VMFuncRef* const recurse = std::get<FuncExtern>(*guest.find_export("recurse")).ref;
    for (int round = 0; round < 100; ++round) {
      count(store.call(load, {{i32(70000)}}), TrapCode::MemoryOutOfBounds);
      count(store.call(divide, {{i32(0)}}), TrapCode::IntegerDivideByZero);
    }
    count(store.call(recurse, {{i32(0)}}), TrapCode::StackOverflow);
  };
  std::vector<std::thread> threads;
  for (int each = 0; each < 4; ++each) threads.emplace_back(run);
  for (std::thread& each : threads) each.join();
  CHECK(traps == 4 * 201);
}

TEST_CASE("Host functions get arguments and their importer, and return results") {
  Store store;
  const HostDefinition twice{kUnary, [](HostCall& call) -> Outcome<> {
                               CHECK(call.importer.name() == "importer");
                               REQUIRE(call.values.size() == 1);
                               call.values[0].i32 *= 2;
                               return {};
                             }};
  const Extern imports[] = {&twice};
  Instance& guest = test::instantiate(store, forwarding_module(), imports, "importer");
  CHECK(call_unary(guest, "forward", 20).i32 == 41);
  CHECK(call_unary(guest, "imported", 20).i32 == 40);  // straight from the host
}

TEST_CASE("A host function's stop leaves the guest") {
  Store store;
  const HostDefinition stopping{kUnary, [](HostCall& call) -> Outcome<> {
                                  if (call.values[0].i32 == 0) return std::unexpected(Stop::exit(7));
                                  return std::unexpected(Stop::trap(TrapCode::HostError, "no such luck"));
                                }};
  const Extern imports[] = {&stopping};
  Instance& guest = test::instantiate(store, forwarding_module(), imports);

  const Outcome<std::vector<Value>> exited = test::call(guest, "forward", {{i32(0)}});
  REQUIRE(!exited);
  CHECK(exited.error().kind == Stop::Kind::Exit);
  CHECK(exited.error().exit_code == 7);

  const Stop stop = trap_unary(guest, "forward", 1);
  CHECK(stop.code == TrapCode::HostError);
  CHECK(stop.message == "no such luck");
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == 1);
}

TEST_CASE("A trap in a guest that a host function called passes through it with all frames") {
  Store store;
  Instance& inner = test::instantiate(store, trapping_module(), {}, "inner");
  bool host_function_ended = false;
  const HostDefinition nested{kUnary, [&](HostCall& call) -> Outcome<> {
                                Outcome<std::vector<Value>> result = test::call(inner, "divide", call.values);
                                host_function_ended = true;
                                if (!result) return std::unexpected(std::move(result.error()));
                                call.values[0] = result->front();
                                return {};
                              }};
  const Extern imports[] = {&nested};
  Instance& outer = test::instantiate(store, forwarding_module(), imports, "outer");

  CHECK(call_unary(outer, "forward", 10).i32 == 11);
  host_function_ended = false;
  const Stop stop = trap_unary(outer, "forward", 0);
  CHECK(host_function_ended);
  CHECK(stop.code == TrapCode::IntegerDivideByZero);
  REQUIRE(stop.backtrace.size() == 2);
  CHECK(stop.backtrace[0].module_name == "inner");
  CHECK(stop.backtrace[0].function == 0);
  CHECK(stop.backtrace[1].module_name == "outer");
  CHECK(stop.backtrace[1].function == 1);
}

TEST_CASE("Guest and host that call each other for ever trap, and the host has room to the end") {
  Store store;
  Instance* guest = nullptr;
  int depth = 0;
  const HostDefinition recursing{kUnary, [&](HostCall& call) -> Outcome<> {
                                   std::array<char, 32 << 10> room;
                                   room.fill(static_cast<char>(++depth));
                                   const char first = room[0];
                                   Outcome<std::vector<Value>> result = test::call(*guest, "forward", call.values);
                                   CHECK(room.back() == first);
                                   if (!result) return std::unexpected(std::move(result.error()));
                                   return {};
                                 }};
  const Extern imports[] = {&recursing};
  guest = &test::instantiate(store, forwarding_module(), imports);
  const Stop stop = trap_unary(*guest, "forward", 0);
  CHECK(stop.code == TrapCode::StackOverflow);
  CHECK(depth > 10);
}

namespace {

// The exit code of the test case of that name, run alone in a new process; minus the signal if one ended it.
int exit_code_of_test(const char* name) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Who ends on a guest stack leaves objects on the other one, which a leak checker does not see.
    setenv("LSAN_OPTIONS", "detect_leaks=0", 1);
    execl("/proc/self/exe", "wrt-unit-tests", name, static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void read_inaccessible_memory() {
  void* const page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  (void)*static_cast<volatile char*>(page);
}

constexpr int kHandlerExitCode = 42;

// Faults in a host function, after `handler` was installed for SIGSEGV and the runtime's handler after it.
void fault_in_host_function(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigaction(SIGSEGV, &action, nullptr);
  Store store;
  Instance& trapping = test::instantiate(store, trapping_module());
  CHECK(trap_unary(trapping, "load", 70000).code == TrapCode::MemoryOutOfBounds);
  const HostDefinition faulting{kUnary, [](HostCall&) -> Outcome<> {
                                  read_inaccessible_memory();
                                  return {};
                                }};
  const Extern imports[] = {&faulting};
  Instance& guest = test::instantiate(store, forwarding_module(), imports);
  (void)test::call(guest, "forward", {{i32(0)}});
}

}  // namespace

TEST_CASE("child: exit", "[.]") {
  Store store;
  const HostDefinition exiting{kUnary, [](HostCall&) -> Outcome<> { std::exit(kHandlerExitCode); }};
  const Extern imports[] = {&exiting};
  (void)test::call(test::instantiate(store, forwarding_module(), imports), "forward", {{i32(0)}});
}

TEST_CASE("A host function may end the process") {
  CHECK(exit_code_of_test("child: exit") == kHandlerExitCode);
}

TEST_CASE("child: fault with a handler", "[.]") {
  fault_in_host_function([](int) { _exit(kHandlerExitCode); });
}

TEST_CASE("A fault in a host function goes to the handler that was there before") {
  CHECK(exit_code_of_test("child: fault with a handler") == kHandlerExitCode);
}

TEST_CASE("child: fault without a handler", "[.]") {
  fault_in_host_function(SIG_DFL);
}

TEST_CASE("A fault in a host function ends the process if nobody handles it") {
  CHECK(exit_code_of_test("child: fault without a handler") == -SIGSEGV);
}

}  // namespace wrt
