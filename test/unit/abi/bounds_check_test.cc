// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which accesses are compared with what, and how the choice is written in settings.
#include <cstdint>
#include <string>

#include <catch2/catch.hpp>

#include "lib/abi/bounds_check.h"
#include "lib/abi/least_memory.h"

namespace wrt {

namespace {

MemoryType memory(AddressType address, std::uint8_t page_size_log2 = 16) {
  MemoryType type;
  type.address = address;
  type.page_size_log2 = page_size_log2;
  return type;
}

}  // namespace

TEST_CASE("Accesses of 32-bit memories are compared only if that is asked for") {
  const MemoryType type = memory(AddressType::I32);
  CHECK(access_check(BoundsCheck::Guard, type, 0, 4) == AccessCheck::None);
  CHECK(access_check(BoundsCheck::Guard, type, 0xffffffff, 16) == AccessCheck::None);
  CHECK(access_check(BoundsCheck::None, type, 0, 4) == AccessCheck::None);
  CHECK(access_check(BoundsCheck::Explicit, type, 0, 4) == AccessCheck::Address);
}

TEST_CASE("The address is enough to compare as long as what is reserved behind a memory catches the rest") {
  for (const AddressType address : {AddressType::I32, AddressType::I64}) {
    const MemoryType type = memory(address);
    CHECK(access_check(BoundsCheck::Explicit, type, kOffsetGuard - 16, 16) == AccessCheck::Address);
    CHECK(access_check(BoundsCheck::Explicit, type, kOffsetGuard - 15, 16) == AccessCheck::End);
    CHECK(access_check(BoundsCheck::Explicit, type, ~std::uint64_t{0}, 1) == AccessCheck::End);
  }
  CHECK(access_check(BoundsCheck::Guard, memory(AddressType::I64), 8, 8) == AccessCheck::Address);
}

TEST_CASE("A memory that ends inside of a page is compared with all that an access reaches") {
  const MemoryType type = memory(AddressType::I32, 0);
  CHECK(access_check(BoundsCheck::Guard, type, 0, 1) == AccessCheck::End);
  CHECK(access_check(BoundsCheck::Explicit, type, 0, 1) == AccessCheck::End);
  CHECK(access_check(BoundsCheck::None, type, 0, 1) == AccessCheck::None);
}

TEST_CASE("What is below the least size of a memory is inside for ever") {
  MemoryType type = memory(AddressType::I32);
  CHECK_FALSE(is_always_inside(type, 0, 0, 1));
  type.limits.min = 1;
  CHECK(is_always_inside(type, 65532, 0, 4));
  CHECK_FALSE(is_always_inside(type, 65533, 0, 4));
  CHECK(is_always_inside(type, 1020, 64512, 4));
  CHECK_FALSE(is_always_inside(type, 1020, 64513, 4));
  CHECK_FALSE(is_always_inside(type, 0, ~std::uint64_t{0}, 16));
  CHECK_FALSE(is_always_inside(type, ~std::uint64_t{0}, 8, 8));
}

TEST_CASE("Only code that compares can do without a full reservation") {
  CHECK(needs_full_reservation(BoundsCheck::Guard, memory(AddressType::I32)));
  CHECK(needs_full_reservation(BoundsCheck::None, memory(AddressType::I32)));
  CHECK_FALSE(needs_full_reservation(BoundsCheck::Explicit, memory(AddressType::I32)));
  CHECK_FALSE(needs_full_reservation(BoundsCheck::Guard, memory(AddressType::I64)));
}

TEST_CASE("The choice is found in settings again, and what is not known is a guard") {
  for (const BoundsCheck each : {BoundsCheck::Guard, BoundsCheck::Explicit, BoundsCheck::None}) {
    CHECK(bounds_check_of("-O2" + std::string(bounds_check_setting(each)) + " --meter") == each);
  }
  CHECK(bounds_check_of("") == BoundsCheck::Guard);
  CHECK(bounds_check_of("-O2 --bounds-check=") == BoundsCheck::Guard);
}

}  // namespace wrt
