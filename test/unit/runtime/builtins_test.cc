// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Builtins, called by guests.
#include <optional>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>

#include "runtime/memory.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using test::body;
using test::i32;
using test::i64;

// Functions around one memory with up to three pages, shared or not.
std::shared_ptr<const LoadedModule> memory_module(bool shared) {
  ModuleBuilder builder;
  builder.import_memory("env", "memory", MemoryType{{1, 3}, AddressType::I32, shared});
  const TypeIndex unary = builder.add_func_type(FuncType{{ValType::I32}, {ValType::I32}});
  const TypeIndex ternary = builder.add_func_type(FuncType{{ValType::I32, ValType::I32, ValType::I32}, {}});
  const TypeIndex wait = builder.add_func_type(FuncType{{ValType::I32, ValType::I32, ValType::I64}, {ValType::I32}});
  const TypeIndex notify = builder.add_func_type(FuncType{{ValType::I32, ValType::I32}, {ValType::I32}});
  const auto add = [&builder](const char* name, TypeIndex type, std::initializer_list<std::uint8_t> code) {
    builder.add_export(name, ExternKind::Func, builder.add_function(type, body(code)));
  };
  add("grow", unary, {0x20, 0x00, 0x40, 0x00});
  add("fill", ternary, {0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfc, 0x0b, 0x00});
  add("copy", ternary, {0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfc, 0x0a, 0x00, 0x00});
  add("wait", wait, {0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfe, 0x01, 0x02, 0x00});
  add("notify", notify, {0x20, 0x00, 0x20, 0x01, 0xfe, 0x00, 0x02, 0x00});
  return test::compile(builder);
}

MemoryInstance& new_memory(Store& store, bool shared) {
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{1, 3}, AddressType::I32, shared});
  REQUIRE(memory);
  return **memory;
}

std::uint32_t value_of(Outcome<std::vector<Value>> outcome) {
  REQUIRE(outcome);
  return outcome->front().u32;
}

}  // namespace

TEST_CASE("memory.grow, memory.fill and memory.copy keep to the bounds") {
  Store store;
  MemoryInstance& memory = new_memory(store, false);
  const std::vector<Extern> imports = {&memory};
  Instance& guest = test::instantiate(store, memory_module(false), imports);
  CHECK(value_of(test::call(guest, "grow", {{i32(1)}})) == 1);
  CHECK(value_of(test::call(guest, "grow", {{i32(2)}})) == 0xffffffff);
  CHECK(memory.length() == 2 * 65536);

  CHECK(test::call(guest, "fill", {{i32(65530), i32(0x1ff), i32(10)}}));
  CHECK(memory.bytes()[65530] == 0xff);
  CHECK(memory.bytes()[65539] == 0xff);
  CHECK(memory.bytes()[65540] == 0);
  CHECK(test::call(guest, "fill", {{i32(2 * 65536), i32(1), i32(0)}}));
  CHECK(test::trap_of(test::call(guest, "fill", {{i32(2 * 65536 - 1), i32(1), i32(2)}})).code ==
        TrapCode::MemoryOutOfBounds);
  CHECK(memory.bytes()[2 * 65536 - 1] == 0);

  memory.bytes()[65530] = 1;
  CHECK(test::call(guest, "copy", {{i32(65531), i32(65530), i32(5)}}));  // overlapping
  CHECK(memory.bytes()[65531] == 1);
  CHECK(memory.bytes()[65532] == 0xff);
  const Stop stop = test::trap_of(test::call(guest, "copy", {{i32(0), i32(0xfffffff0), i32(0x20)}}));
  CHECK(stop.code == TrapCode::MemoryOutOfBounds);
  REQUIRE(stop.backtrace.size() == 1);
  CHECK(stop.backtrace[0].function == 2);
}

TEST_CASE("memory.atomic.wait32 traps on a memory that is not shared, and nobody is notified there") {
  Store store;
  const std::vector<Extern> imports = {&new_memory(store, false)};
  Instance& guest = test::instantiate(store, memory_module(false), imports);
  CHECK(test::trap_of(test::call(guest, "wait", {{i32(0), i32(0), i64(0)}})).code == TrapCode::ExpectedSharedMemory);
  CHECK(value_of(test::call(guest, "notify", {{i32(0), i32(1)}})) == 0);
  CHECK(test::trap_of(test::call(guest, "notify", {{i32(65536), i32(1)}})).code == TrapCode::MemoryOutOfBounds);
  CHECK(test::trap_of(test::call(guest, "notify", {{i32(2), i32(1)}})).code == TrapCode::UnalignedAtomic);
}

TEST_CASE("Guests on two threads wait for and notify each other") {
  Store store;
  MemoryInstance& memory = new_memory(store, true);
  const std::vector<Extern> imports = {&memory};
  const std::shared_ptr<const LoadedModule> module = memory_module(true);
  Instance& guest = test::instantiate(store, module, imports);
  CHECK(value_of(test::call(guest, "wait", {{i32(8), i32(1), i64(~std::uint64_t{0})}})) == 1);
  CHECK(value_of(test::call(guest, "wait", {{i32(8), i32(0), i64(1000)}})) == 2);

  Store own;
  const VMFuncRef* const wait = std::get<FuncExtern>(*test::instantiate(own, module, imports).find_export("wait")).ref;
  std::optional<Outcome<std::vector<Value>>> waited;
  std::thread waiter([&] { waited = own.call(wait, {{i32(8), i32(0), i64(~std::uint64_t{0})}}); });
  std::uint32_t notified = 0;
  while (notified == 0) notified = value_of(test::call(guest, "notify", {{i32(8), i32(10)}}));
  waiter.join();
  CHECK(notified == 1);
  CHECK(value_of(std::move(*waited)) == 0);
}

TEST_CASE("A table's builtins keep to the bounds") {
  ModuleBuilder builder;
  builder.add_table(TableType{ValType::externref(), {4, 6}});
  const TypeIndex grow = builder.add_func_type(FuncType{{ValType::externref(), ValType::I32}, {ValType::I32}});
  const TypeIndex fill = builder.add_func_type(FuncType{{ValType::I32, ValType::externref(), ValType::I32}, {}});
  const TypeIndex copy = builder.add_func_type(FuncType{{ValType::I32, ValType::I32, ValType::I32}, {}});
  const auto add = [&builder](const char* name, TypeIndex type, std::initializer_list<std::uint8_t> code) {
    builder.add_export(name, ExternKind::Func, builder.add_function(type, body(code)));
  };
  add("grow", grow, {0x20, 0x00, 0x20, 0x01, 0xfc, 0x0f, 0x00});
  add("fill", fill, {0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfc, 0x11, 0x00});
  add("copy", copy, {0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfc, 0x0e, 0x00, 0x00});
  builder.add_export("table", ExternKind::Table, 0);
  Store store;
  Instance& guest = test::instantiate(store, test::compile(builder));
  TableInstance& table = *std::get<TableInstance*>(*guest.find_export("table"));
  int object = 0;
  Value reference{};
  reference.ref = &object;

  CHECK(value_of(test::call(guest, "grow", {{reference, i32(1)}})) == 4);
  CHECK(value_of(test::call(guest, "grow", {{reference, i32(2)}})) == 0xffffffff);
  CHECK(table.elements()[4] == &object);
  CHECK(test::call(guest, "copy", {{i32(0), i32(4), i32(1)}}));
  CHECK(table.elements()[0] == &object);
  CHECK(test::trap_of(test::call(guest, "copy", {{i32(3), i32(4), i32(2)}})).code == TrapCode::TableOutOfBounds);
  CHECK(table.elements()[3] == nullptr);
  CHECK(test::call(guest, "fill", {{i32(1), reference, i32(2)}}));
  CHECK(table.elements()[2] == &object);
  CHECK(test::trap_of(test::call(guest, "fill", {{i32(4), reference, i32(2)}})).code == TrapCode::TableOutOfBounds);
}

}  // namespace wrt
