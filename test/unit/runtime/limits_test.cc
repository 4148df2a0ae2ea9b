// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A store's limits where a command line does not get: what is given back, and what several stores share.
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/limits.h"
#include "runtime/memory.h"
#include "runtime/table.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

std::shared_ptr<const LoadedModule> compile(std::string_view text, bool meter = false) {
  CompileOptions options;
  options.threads = 1;
  options.meter = meter;
  return test::compile_text(text, options);
}

std::expected<Instance*, InstantiateError> instantiate(Store& store, std::string_view text) {
  return store.instantiate(compile(text), {}, "guest");
}

std::optional<TrapCode> trap(const std::expected<Instance*, InstantiateError>& instance) {
  if (instance) return std::nullopt;
  const Stop* const stop = std::get_if<Stop>(&instance.error());
  return stop != nullptr ? std::optional(stop->code) : std::nullopt;
}

}  // namespace

TEST_CASE("A quota is never exceeded, whoever takes of it") {
  Quota quota(1000);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int each = 0; each < 4; ++each) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) taken += quota.take(3) ? 1 : 0;
      });
    }
  }
  CHECK(taken == 333);
  CHECK(quota.has(1));
  CHECK_FALSE(quota.has(2));
  quota.give_back(999);
  CHECK(quota.take(1000));
  CHECK_FALSE(quota.take(~std::uint64_t{0}));
}

TEST_CASE("An instance that could not be made gives back what it took") {
  Store store({.limits = {.memory_bytes = 3 << 16, .table_elements = 100}});
  CHECK(trap(instantiate(store, "(module (memory 3) (memory 1))")) == TrapCode::MemoryLimit);
  CHECK(trap(instantiate(store, "(module (memory 3) (table 101 funcref))")) == TrapCode::TableLimit);
  CHECK(instantiate(store, "(module (memory 3) (table 100 funcref))").has_value());
  CHECK(trap(instantiate(store, "(module (memory 1))")) == TrapCode::MemoryLimit);
}

TEST_CASE("Tables and memories of the host count as well") {
  Store store({.limits = {.memory_bytes = 1 << 16, .table_elements = 10}});
  CHECK(store.new_memory(MemoryType{{1, 2}}).has_value());
  CHECK_FALSE(store.new_memory(MemoryType{{1, 2}}).has_value());
  CHECK(store.new_table(TableType{ValType::funcref(), {10, 20}}, nullptr) != nullptr);
  CHECK(store.new_table(TableType{ValType::funcref(), {1, 20}}, nullptr) == nullptr);
}

TEST_CASE("Beyond a memory's own maximum, growing fails as specified, whatever the limit") {
  Store store({.limits = {.memory_bytes = 3 << 16}});
  Result<MemoryInstance*> memory = store.new_memory(MemoryType{{1, 2}});
  REQUIRE(memory.has_value());
  CHECK((*memory)->grow(2) == -1);
  CHECK((*memory)->grow(1) == 1);
  Result<MemoryInstance*> other = store.new_memory(MemoryType{{0, 9}});
  REQUIRE(other.has_value());
  CHECK((*other)->grow(2) == kBeyondQuota);
  CHECK((*other)->grow(1) == 0);
}

TEST_CASE("Fuel is the store's, and what is left can be asked") {
  const std::shared_ptr<const LoadedModule> module = compile(R"((module (func (export "f") nop nop nop)))", true);
  Store store({.limits = {.fuel = 10}});
  Instance& first = test::instantiate(store, module);
  Instance& second = test::instantiate(store, module);
  CHECK(store.fuel() == 10);
  CHECK(test::call(first, "f").has_value());
  CHECK(test::call(second, "f").has_value());
  CHECK(test::call(first, "f").has_value());
  CHECK(store.fuel() == 1);
  CHECK(test::trap_of(test::call(second, "f")).code == TrapCode::FuelExhausted);
  CHECK(store.fuel() == 1);
}

TEST_CASE("What a function has used since its last call is not counted when it traps") {
  const std::shared_ptr<const LoadedModule> module = compile(
      R"((module (func $g) (func (export "f") nop nop (call $g) nop (loop (br_if 0 (i32.const 0))) unreachable)))",
      true);
  Store store({.limits = {.fuel = 100}});
  Instance& instance = test::instantiate(store, module);
  CHECK(test::trap_of(test::call(instance, "f")).code == TrapCode::Unreachable);
  CHECK(store.fuel() == 97);
}

TEST_CASE("A store with a limit of fuel takes no code that does not count") {
  Store store({.limits = {.fuel = 10}});
  const std::expected<Instance*, InstantiateError> made = instantiate(store, "(module)");
  REQUIRE_FALSE(made.has_value());
  CHECK(std::get<Error>(made.error()).kind() == ErrorKind::Unsupported);
}

}  // namespace wrt
