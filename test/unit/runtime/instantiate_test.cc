// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linking and instantiation: which imports match, what happens in which order, what stays after a failure.
#include <variant>

#include <catch2/catch.hpp>

#include "runtime/memory.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using test::body;
using test::i32;

const FuncType kGet{{}, {ValType::I32}};
const FuncType kUnary{{ValType::I32}, {ValType::I32}};

Instruction instruction(Opcode opcode, std::uint64_t bits) {
  Instruction result;
  result.opcode = opcode;
  result.bits = bits;
  return result;
}

ConstExpr i32_const(ModuleBuilder& builder, std::uint32_t value) {
  return builder.const_expr(
      {{instruction(Opcode::I32Const, static_cast<std::uint64_t>(static_cast<std::int32_t>(value)))}});
}

std::expected<Instance*, InstantiateError> link(Store& store, const ModuleBuilder& builder,
                                                std::vector<Extern> imports) {
  return store.instantiate(test::compile(builder), imports, "linked");
}

// The message of a link error, or of whatever else happened.
std::string link_error(Store& store, const ModuleBuilder& builder, Extern import) {
  const std::expected<Instance*, InstantiateError> linked = link(store, builder, {import});
  if (linked) return "it links";
  const Error* const error = std::get_if<Error>(&linked.error());
  if (error == nullptr) return "it stops: " + std::get<Stop>(linked.error()).message;
  CHECK(error->kind() == ErrorKind::Unlinkable);
  return error->message();
}

std::string link_error(Extern import, ModuleBuilder& builder, Store& store) {
  return link_error(store, builder, import);
}

ModuleBuilder& importing_memory(ModuleBuilder& builder, const MemoryType& type) {
  builder.import_memory("env", "memory", type);
  return builder;
}

}  // namespace

TEST_CASE("A memory import needs at least the minimum, and a maximum at most the declared") {
  Store store;
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{2, 5}});
  REQUIRE(memory);
  const auto import_as = [&](const MemoryType& type) {
    ModuleBuilder builder;
    return link_error(*memory, importing_memory(builder, type), store);
  };
  CHECK(import_as(MemoryType{{2, {}}}) == "it links");
  CHECK(import_as(MemoryType{{0, 5}}) == "it links");
  CHECK(import_as(MemoryType{{2, 4}}) ==
        "incompatible import type: env.memory is declared as memory 2 4, but is memory 2 5");
  CHECK(import_as(MemoryType{{3, {}}}).starts_with("incompatible import type"));
  CHECK(import_as(MemoryType{{2, 5}, AddressType::I64}).starts_with("incompatible import type"));
  CHECK(import_as(MemoryType{{2, 5}, AddressType::I32, true}).starts_with("incompatible import type"));
  // What counts is its size now.
  CHECK((*memory)->grow(1) == 2);
  CHECK(import_as(MemoryType{{3, {}}}) == "it links");
}

TEST_CASE("A mutable global is shared with whoever imports it") {
  Store store;
  ModuleBuilder builder;
  const TypeIndex get = builder.add_func_type(kGet);
  builder.import_global("env", "global", GlobalType{ValType::I32, true});
  // global.get 0, i32.const 1, i32.add, global.set 0, global.get 0
  const FuncIndex next = builder.add_function(get, body({0x23, 0x00, 0x41, 0x01, 0x6a, 0x24, 0x00, 0x23, 0x00}));
  builder.add_export("next", ExternKind::Func, next);
  builder.add_export("again", ExternKind::Global, 0);
  GlobalInstance* const global = store.new_global(GlobalType{ValType::I32, true}, i32(41));
  const std::vector<Extern> imports = {global};
  Instance& instance = test::instantiate(store, test::compile(builder), imports);
  CHECK(test::call(instance, "next")->front().i32 == 42);
  CHECK(global->get().i32 == 42);
  CHECK(std::get<GlobalInstance*>(*instance.find_export("again")) == global);
  global->set(i32(9));
  CHECK(test::call(instance, "next")->front().i32 == 10);

  CHECK(link_error(store, builder, store.new_global(GlobalType{ValType::I32, false}, i32(0)))
            .starts_with("incompatible import type: env.global is declared as global (mut i32), but is global i32"));
  CHECK(link_error(store, builder, store.new_table(TableType{ValType::funcref(), {1, 1}}, nullptr))
            .starts_with("incompatible import type: env.global"));
}

TEST_CASE("A function import must have the declared type") {
  Store store;
  ModuleBuilder exporting;
  const TypeIndex get = exporting.add_func_type(kGet);
  exporting.add_export("five", ExternKind::Func, exporting.add_function(get, body({0x41, 0x05})));
  Instance& exporter = test::instantiate(store, test::compile(exporting));

  ModuleBuilder importing;
  importing.add_func_type(kUnary);  // so that the same type has another index here
  const TypeIndex same = importing.add_func_type(kGet);
  importing.import_function("env", "f", same);
  importing.add_export("six", ExternKind::Func, importing.add_function(same, body({0x10, 0x00, 0x41, 0x01, 0x6a})));
  const std::vector<Extern> imports = {*exporter.find_export("five")};
  Instance& importer = test::instantiate(store, test::compile(importing), imports);
  CHECK(test::call(importer, "six")->front().i32 == 6);

  ModuleBuilder wrong;
  wrong.import_function("env", "f", wrong.add_func_type(kUnary));
  CHECK(link_error(store, wrong, imports[0]) ==
        "incompatible import type: env.f is declared as func (param i32) (result i32), but is func (result i32)");
  CHECK(link_error(store, wrong, FuncExtern{}) == "unknown import: env.f (func (param i32) (result i32))");
}

TEST_CASE("Segments before one that traps stay written, and the instance stays alive") {
  Store store;
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{1, 1}});
  REQUIRE(memory);
  ModuleBuilder builder;
  importing_memory(builder, MemoryType{{1, 1}});
  const auto add_data = [&builder](std::uint32_t address, std::vector<std::uint8_t> bytes) {
    DataSegment segment;
    segment.mode = SegmentMode::Active;
    segment.memory_offset = i32_const(builder, address);
    segment.bytes = builder.keep(std::move(bytes));
    builder.module().data.push_back(segment);
  };
  add_data(10, {1, 2, 3});
  add_data(65534, {4, 5, 6});
  add_data(20, {7});
  CHECK(link_error(store, builder, *memory) == "it stops: out of bounds memory access");
  const std::span<std::uint8_t> bytes = (*memory)->bytes();
  CHECK(bytes[10] == 1);
  CHECK(bytes[12] == 3);
  CHECK(bytes[65534] == 0);
  CHECK(bytes[20] == 0);
}

TEST_CASE("An empty active segment at the very end is inside") {
  Store store;
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{1, 1}});
  ModuleBuilder builder;
  importing_memory(builder, MemoryType{{1, 1}});
  DataSegment segment;
  segment.mode = SegmentMode::Active;
  segment.memory_offset = i32_const(builder, 65536);
  builder.module().data.push_back(segment);
  CHECK(link_error(store, builder, *memory) == "it links");
  builder.module().data[0].memory_offset = i32_const(builder, 65537);
  CHECK(link_error(store, builder, *memory) == "it stops: out of bounds memory access");
}

TEST_CASE("Active element segments fill imported tables with functions that outlive a failure") {
  Store store;
  TableInstance* const table = store.new_table(TableType{ValType::funcref(), {4, 4}}, nullptr);
  ModuleBuilder builder;
  builder.import_table("env", "table", TableType{ValType::funcref(), {4, 4}});
  const FuncIndex seven = builder.add_function(builder.add_func_type(kGet), body({0x41, 0x07}));
  const auto add_elements = [&](std::uint32_t offset) {
    ElementSegment segment;
    segment.mode = SegmentMode::Active;
    segment.table_offset = i32_const(builder, offset);
    segment.type = ValType::ref(HeapType::Func, false);
    segment.functions = {seven, seven};
    builder.module().elements.push_back(segment);
  };
  add_elements(1);
  add_elements(3);
  CHECK(link_error(store, builder, table) == "it stops: out of bounds table access");
  CHECK(table->elements()[0] == nullptr);
  REQUIRE(table->elements()[2] != nullptr);
  CHECK(table->elements()[3] == nullptr);
  const Outcome<std::vector<Value>> result = store.call(static_cast<VMFuncRef*>(table->elements()[2]), {});
  REQUIRE(result);
  CHECK(result->front().i32 == 7);
}

TEST_CASE("The start function runs last, and its trap is the instantiation's") {
  Store store;
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{1, 1}});
  ModuleBuilder builder;
  importing_memory(builder, MemoryType{{1, 1}});
  // i32.const 0, i32.const 8, i32.store8, unreachable
  builder.module().start =
      builder.add_function(builder.add_func_type(FuncType{}), body({0x41, 0x00, 0x41, 0x08, 0x3a, 0x00, 0x00, 0x00}));
  const std::expected<Instance*, InstantiateError> linked = link(store, builder, {*memory});
  REQUIRE(!linked);
  const Stop* const stop = std::get_if<Stop>(&linked.error());
  REQUIRE(stop != nullptr);
  CHECK(stop->code == TrapCode::Unreachable);
  CHECK(stop->backtrace.size() == 1);
  CHECK((*memory)->bytes()[0] == 8);
}

TEST_CASE("Constant expressions compute, and see globals and functions") {
  Store store;
  ModuleBuilder builder;
  builder.import_global("env", "base", GlobalType{ValType::I32, false});
  Instruction get = instruction(Opcode::GlobalGet, 0);
  get.index = 0;
  const Instruction code[] = {get, instruction(Opcode::I32Const, 3), instruction(Opcode::I32Mul, 0),
                              instruction(Opcode::I32Const, 1), instruction(Opcode::I32Sub, 0)};
  builder.add_global(GlobalType{ValType::I32, false}, builder.const_expr(code));
  builder.add_export("computed", ExternKind::Global, 1);
  const std::vector<Extern> imports = {store.new_global(GlobalType{ValType::I32, false}, i32(0x80000001))};
  Instance& instance = test::instantiate(store, test::compile(builder), imports);
  CHECK(std::get<GlobalInstance*>(*instance.find_export("computed"))->get().u64 == 0x80000002);
}

TEST_CASE("A module is unloaded with its last instance, and loaded again in its place") {
  for (int round = 0; round < 20; ++round) {
    ModuleBuilder builder;
    const TypeIndex get = builder.add_func_type(kGet);
    builder.add_export("f", ExternKind::Func,
                       builder.add_function(get, body({0x41, static_cast<std::uint8_t>(round)})));
    Store store;
    Instance& instance = test::instantiate(store, test::compile(builder));
    CHECK(test::call(instance, "f")->front().i32 == round);
  }
}

}  // namespace wrt
