// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Guest memory: no claim of a guest gets past its end, whatever the arithmetic.

#include "wasi/guest_memory.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

namespace wrt::wasi {
namespace {

// Aligned as a guest's memory is.
struct Memory {
  std::vector<std::uint64_t> words = std::vector<std::uint64_t>(8192);
  std::size_t size() const { return words.size() * sizeof(words[0]); }
  GuestMemory guest() { return GuestMemory({reinterpret_cast<std::uint8_t*>(words.data()), size()}); }

  void put_iovec(Pointer at, Pointer buf, Size buf_len) {
    REQUIRE(guest().write(at, GuestIovec{buf, buf_len}) == Errno::Success);
  }
};

Errno read_error(Memory& memory, Pointer address, Size count) {
  return IovecList().read(memory.guest(), address, count).error();
}

int read_count(Memory& memory, Pointer address, Size count) {
  IovecList list;
  REQUIRE(list.read(memory.guest(), address, count).has_value());
  return list.count();
}

TEST_CASE("GuestMemory gives ranges that lie inside, and no others") {
  Memory memory;
  struct Row {
    Pointer address;
    std::uint64_t size;
    bool inside;
  };
  const Row rows[] = {
      {0, 0, true},
      {0, 65536, true},
      {65536, 0, true},
      {65535, 1, true},
      {0, 65537, false},
      {65536, 1, false},
      {65535, 2, false},
      {65537, 0, false},
      {0xffffffff, 0, false},
      {0xffffffff, 1, false},
      {0xffffffff, 2, false},
      {1, 0xffffffff, false},
      {16, 0xfffffff0, false},
      {8, ~std::uint64_t{0}, false},
      {8, ~std::uint64_t{7}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address, row.size);
    Fallible<std::span<std::uint8_t>> range = memory.guest().range(row.address, row.size);
    REQUIRE(range.has_value() == row.inside);
    if (row.inside) CHECK(range->size() == row.size);
    if (!row.inside) CHECK(range.error() == Errno::Fault);
  }
}

TEST_CASE("GuestMemory of a guest without pages has no bytes") {
  GuestMemory memory({});
  CHECK(memory.range(0, 0).has_value());
  CHECK(memory.range(0, 1).error() == Errno::Fault);
  CHECK(memory.read<std::uint32_t>(0).error() == Errno::Fault);
  CHECK(memory.write(0, std::uint8_t{1}) == Errno::Fault);
}

TEST_CASE("GuestMemory rejects misaligned structures with inval, and fault comes first") {
  Memory memory;
  CHECK(memory.guest().read<std::uint32_t>(2).error() == Errno::Inval);
  CHECK(memory.guest().write(4, std::uint64_t{1}) == Errno::Inval);
  CHECK(memory.guest().write(1, GuestFilestat{}) == Errno::Inval);
  CHECK(memory.guest().read<std::uint32_t>(65534).error() == Errno::Fault);
}

TEST_CASE("GuestMemory reads back what it wrote") {
  Memory memory;
  REQUIRE(memory.guest().write(24, std::uint64_t{0x0123456789abcdef}) == Errno::Success);
  CHECK(*memory.guest().read<std::uint64_t>(24) == 0x0123456789abcdef);
  CHECK(*memory.guest().read<std::uint32_t>(24) == 0x89abcdef);
}

TEST_CASE("read_string tells out of bounds from too long") {
  Memory memory;
  CHECK(memory.guest().read_string(0, 70000, 100, Errno::Nametoolong).error() == Errno::Fault);
  CHECK(memory.guest().read_string(0, 0xffffffff, 100, Errno::Nametoolong).error() == Errno::Fault);
  CHECK(memory.guest().read_string(0, 101, 100, Errno::Nametoolong).error() == Errno::Nametoolong);
  CHECK(memory.guest().read_string(0, 100, 100, Errno::Nametoolong)->size() == 100);
  CHECK(memory.guest().read_string(65536, 0, 100, Errno::Nametoolong)->empty());
}

TEST_CASE("IovecList checks the list and each buffer") {
  Memory memory;
  memory.put_iovec(0, 100, 10);
  memory.put_iovec(8, 0xfffffff0, 0x20);
  CHECK(read_count(memory, 0, 1) == 1);
  CHECK(read_error(memory, 0, 2) == Errno::Fault);
  CHECK(read_error(memory, 0, 0xffffffff) == Errno::Fault);
  CHECK(read_error(memory, 0x10, 0x20000000) == Errno::Fault);  // times 8 is 2^32
  CHECK(read_error(memory, 65528, 2) == Errno::Fault);
  CHECK(read_error(memory, 2, 1) == Errno::Inval);
  CHECK(read_error(memory, 0xfffffff8, 1) == Errno::Fault);
  CHECK(read_count(memory, 65536, 0) == 0);
}

TEST_CASE("IovecList leaves out empty buffers and takes at most 1024 others") {
  Memory memory;
  constexpr Size kCount = 2000;
  for (Size i = 0; i < kCount; ++i) memory.put_iovec(i * 8, 20000 + i, i % 3);
  IovecList list;
  REQUIRE(list.read(memory.guest(), 0, kCount).has_value());
  REQUIRE(list.count() == 1024);
  const std::uint8_t* base = memory.guest().range(0, 0)->data();
  for (int i = 0; i < list.count(); ++i) {
    std::size_t number = static_cast<std::size_t>(i / 2 * 3 + 1 + i % 2);
    REQUIRE(static_cast<std::uint8_t*>(list.data()[i].iov_base) == base + 20000 + number);
    REQUIRE(list.data()[i].iov_len == number % 3);
  }
}

TEST_CASE("IovecList allows buffers that overlap, also with the list itself") {
  Memory memory;
  memory.put_iovec(0, 0, 65536);
  memory.put_iovec(8, 0, 65536);
  CHECK(read_count(memory, 0, 2) == 2);
}

}  // namespace
}  // namespace wrt::wasi
