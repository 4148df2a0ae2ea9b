// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tables at their limits.
#include <catch2/catch.hpp>

#include "lib/wasm/limits.h"
#include "runtime/table.h"

namespace wrt {

namespace {

TableType table_type(std::uint64_t min, std::optional<std::uint64_t> max = {}) {
  TableType type;
  type.element = ValType::externref();
  type.limits = {min, max};
  return type;
}

}  // namespace

TEST_CASE("A table grows to its maximum with the element given") {
  int a = 0, b = 0;
  const Result<std::unique_ptr<TableInstance>> table = TableInstance::create(table_type(2, 5), &a);
  REQUIRE(table);
  CHECK((*table)->grow(4, &b) == -1);
  CHECK((*table)->grow(~std::uint64_t{0}, &b) == -1);
  CHECK((*table)->grow(3, &b) == 2);
  CHECK((*table)->grow(0, &b) == 5);
  CHECK((*table)->grow(1, &b) == -1);
  CHECK((*table)->elements()[1] == &a);
  CHECK((*table)->elements()[2] == &b);
  CHECK((*table)->elements()[4] == &b);
  CHECK((*table)->type().limits.min == 5);
}

TEST_CASE("A table has a limit of its own") {
  const Result<std::unique_ptr<TableInstance>> table = TableInstance::create(table_type(0), nullptr);
  REQUIRE(table);
  CHECK((*table)->grow(std::uint64_t{kMaxTableElements} + 1, nullptr) == -1);
  CHECK((*table)->grow(10, nullptr) == 0);
  const Result<std::unique_ptr<TableInstance>> large = TableInstance::create(table_type(0xffffffff), nullptr);
  REQUIRE(!large);
  CHECK(large.error().kind() == ErrorKind::Limit);
}

TEST_CASE("A table's bounds do not overflow") {
  const Result<std::unique_ptr<TableInstance>> table = TableInstance::create(table_type(10), nullptr);
  REQUIRE(table);
  CHECK((*table)->contains(10, 0));
  CHECK((*table)->contains(9, 1));
  CHECK_FALSE((*table)->contains(11, 0));
  CHECK_FALSE((*table)->contains(9, 2));
  CHECK_FALSE((*table)->contains(1, ~std::uint64_t{0}));
}

}  // namespace wrt
