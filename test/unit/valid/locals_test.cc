// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locals: types by runs, and what is set where.
#include "lib/valid/locals.h"

#include <array>
#include <catch2/catch.hpp>

namespace wrt {

TEST_CASE("locals have the types of their runs, however many there are") {
  Locals locals;
  const std::array<ValType, 2> params = {ValType::F32, ValType::I64};
  locals.start(params);
  locals.add({40, ValType::I32});
  locals.add({0, ValType::V128});
  locals.add({40'000, ValType::F64});
  locals.add({1, ValType::funcref()});
  CHECK(locals.size() == 40'043);
  CHECK(locals.type(1) == ValType::I64);
  CHECK(locals.type(2) == ValType::I32);
  CHECK(locals.type(41) == ValType::I32);
  CHECK(locals.type(42) == ValType::F64);
  CHECK(locals.type(63) == ValType::F64);
  CHECK(locals.type(64) == ValType::F64);
  CHECK(locals.type(40'041) == ValType::F64);
  CHECK(locals.type(40'042) == ValType::funcref());
}

TEST_CASE("many parameters are followed by locals of the right type") {
  Locals locals;
  const std::vector<ValType> params(100, ValType::I32);
  locals.start(params);
  locals.add({5, ValType::F32});
  CHECK(locals.type(99) == ValType::I32);
  CHECK(locals.type(100) == ValType::F32);
  CHECK(locals.type(104) == ValType::F32);
}

TEST_CASE("only locals without a default need to be set, parameters are") {
  const ValType non_null = ValType::ref(HeapType::Any, false);
  Locals locals;
  for (int function = 0; function < 3; ++function) {
    locals.start(std::array<ValType, 1>{non_null});
    locals.add({1, ValType::I32});
    locals.add({200, non_null});
    CHECK(locals.is_set(0));
    CHECK(locals.is_set(1));
    CHECK_FALSE(locals.is_set(2));
    CHECK_FALSE(locals.is_set(201));
    locals.set(2);
    const std::uint32_t mark = locals.mark();
    locals.set(201);
    locals.set(201);
    CHECK(locals.is_set(201));
    locals.reset(mark);
    CHECK(locals.is_set(2));
    CHECK_FALSE(locals.is_set(201));
  }
}

}  // namespace wrt
