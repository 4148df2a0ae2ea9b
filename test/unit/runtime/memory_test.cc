// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memories at their limits: maxima, no pages at all, pages of one byte, 64-bit addresses, a system that refuses.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "lib/support/sanitizer.h"
#include "runtime/memory.h"

namespace wrt {

namespace {

MemoryType memory_type(std::uint64_t min, std::optional<std::uint64_t> max = {}) {
  MemoryType type;
  type.limits = {min, max};
  return type;
}

std::unique_ptr<MemoryInstance> create(const MemoryType& type, BoundsCheck check = BoundsCheck::Guard) {
  Result<std::unique_ptr<MemoryInstance>> memory = MemoryInstance::create(type, nullptr, check);
  if (!memory) FAIL(memory.error().message());
  return std::move(*memory);
}

}  // namespace

TEST_CASE("A memory grows to its maximum and no further, in zeros, without moving") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(1, 3));
  std::uint8_t* const base = memory->vm()->base;
  CHECK(memory->length() == 65536);
  memory->bytes()[65535] = 7;
  CHECK(memory->grow(0) == 1);
  CHECK(memory->grow(1) == 1);
  CHECK(memory->grow(2) == -1);
  CHECK(memory->grow(~std::uint64_t{0}) == -1);
  CHECK(memory->grow(1) == 2);
  CHECK(memory->grow(1) == -1);
  CHECK(memory->grow(0) == 3);
  CHECK(memory->vm()->base == base);
  CHECK(memory->bytes()[65535] == 7);
  CHECK(memory->bytes()[65536] == 0);
  CHECK(memory->bytes()[3 * 65536 - 1] == 0);
  CHECK(memory->type().limits.min == 3);
  CHECK(memory->type().limits.max == 3);
}

TEST_CASE("A memory without maximum grows to 65536 pages") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(0));
  CHECK(memory->length() == 0);
  CHECK(memory->grow(65537) == -1);
  CHECK(memory->grow(65536) == 0);
  CHECK(memory->length() == std::uint64_t{1} << 32);
  memory->bytes()[0xffffffff] = 1;
  CHECK(memory->grow(1) == -1);
}

TEST_CASE("A memory of no pages may have none for ever") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(0, 0));
  CHECK(memory->grow(0) == 0);
  CHECK(memory->grow(1) == -1);
  CHECK(memory->contains(0, 0));
  CHECK_FALSE(memory->contains(0, 1));
}

TEST_CASE("A memory with pages of one byte has exactly the size asked for") {
  MemoryType type = memory_type(3, 100000);
  type.page_size_log2 = 0;
  const std::unique_ptr<MemoryInstance> memory = create(type);
  CHECK(memory->length() == 3);
  CHECK(memory->grow(9000) == 3);
  CHECK(memory->length() == 9003);
  memory->bytes()[9002] = 1;
  CHECK(memory->grow(100000) == -1);
  CHECK(memory->grow(90997) == 9003);
}

TEST_CASE("A memory with 64-bit addresses grows within its reservation") {
  MemoryType type = memory_type(1);
  type.address = AddressType::I64;
  const std::unique_ptr<MemoryInstance> memory = create(type);
  CHECK(memory->grow(std::uint64_t{1} << 48) == -1);
  CHECK(memory->grow(~std::uint64_t{0}) == -1);
  CHECK(memory->grow(kMaxMemory64Reservation >> 16) == -1);
  CHECK(memory->grow(2) == 1);
  CHECK(memory->length() == 3 * 65536);
  type.limits = {std::uint64_t{1} << 47, {}};
  const Result<std::unique_ptr<MemoryInstance>> huge = MemoryInstance::create(type);
  REQUIRE(!huge);
  CHECK(huge.error().kind() == ErrorKind::Limit);
}

TEST_CASE("A memory knows which addresses are its own") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(1));
  const std::uint8_t* const base = memory->vm()->base;
  CHECK(memory->reserves(base));
  CHECK(memory->reserves(base + (std::uint64_t{8} << 30)));
  CHECK_FALSE(memory->reserves(base - 1));
  CHECK_FALSE(memory->reserves(base + kMemory32Reservation));
}

TEST_CASE("A memory of code that compares reserves what it may grow to and what offsets may reach") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(1, 4), BoundsCheck::Explicit);
  const std::uint8_t* const base = memory->vm()->base;
  CHECK(memory->reserves(base + 4 * 65536 + kOffsetGuard - 1));
  CHECK_FALSE(memory->reserves(base + 4 * 65536 + kOffsetGuard));
  CHECK(memory->is_safe_for(BoundsCheck::Explicit));
  CHECK_FALSE(memory->is_safe_for(BoundsCheck::Guard));
  CHECK_FALSE(memory->is_safe_for(BoundsCheck::None));
  CHECK(memory->grow(3) == 1);
  CHECK(memory->grow(1) == -1);
  memory->bytes()[4 * 65536 - 1] = 1;
}

TEST_CASE("A memory of code that compares nothing is one for all code") {
  for (const BoundsCheck made : {BoundsCheck::Guard, BoundsCheck::None}) {
    const std::unique_ptr<MemoryInstance> memory = create(memory_type(1, 4), made);
    CHECK(memory->reserves(memory->vm()->base + (std::uint64_t{8} << 30)));
    for (const BoundsCheck used : {BoundsCheck::Guard, BoundsCheck::Explicit, BoundsCheck::None}) {
      CHECK(memory->is_safe_for(used));
    }
  }
}

TEST_CASE("A memory of code that compares grows to all of its address space") {
  const std::unique_ptr<MemoryInstance> memory = create(memory_type(0), BoundsCheck::Explicit);
  CHECK(memory->grow(65537) == -1);
  CHECK(memory->grow(65536) == 0);
  memory->bytes()[0xffffffff] = 1;
  CHECK(memory->grow(1) == -1);
}

TEST_CASE("Threads that grow a shared memory get each page once") {
  MemoryType type = memory_type(0, 400);
  type.shared = true;
  const std::unique_ptr<MemoryInstance> memory = create(type);
  std::vector<int> grown(400);
  std::vector<std::thread> threads;
  for (int each = 0; each < 4; ++each) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) ++grown[static_cast<std::size_t>(memory->grow(1))];
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(grown == std::vector<int>(400, 1));
  CHECK(memory->grow(1) == -1);
}

TEST_CASE("A memory in the place of another that was destroyed is as a new one") {
  std::unique_ptr<MemoryInstance> other = create(memory_type(4));
  std::uint8_t* const base = other->vm()->base;
  std::ranges::fill(other->bytes(), std::uint8_t{0x55});
  // Part of it is mapped from a file, as a module's image is.
  const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  REQUIRE(mmap(base, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0) == base);
  close(file);
  other.reset();

  const std::unique_ptr<MemoryInstance> memory = create(memory_type(1));
  REQUIRE(memory->vm()->base == base);
  CHECK(memory->length() == 65536);
  // The system itself says whether what the other one had beyond can be touched.
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  CHECK(write(ends[1], base + 65535, 1) == 1);
  CHECK(write(ends[1], base + 65536, 1) == -1);
  CHECK(errno == EFAULT);
  close(ends[0]);
  close(ends[1]);
  CHECK(memory->grow(4) == 1);
  CHECK(std::ranges::count(memory->bytes(), 0) == 5 * 65536);
}

TEST_CASE("A memory that the system cannot reserve is an error") {
  const std::unique_ptr<MemoryInstance> other = create(memory_type(1));  // if one is kept for the next, it is used up
  rlimit before;
  REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
  rlimit little = before;
  little.rlim_cur = std::uint64_t{1} << 30;  // sanitizers have mapped more already, and that is all right
  REQUIRE(setrlimit(RLIMIT_AS, &little) == 0);
  const Result<std::unique_ptr<MemoryInstance>> memory = MemoryInstance::create(memory_type(1));
  REQUIRE(setrlimit(RLIMIT_AS, &before) == 0);
  REQUIRE(!memory);
  CHECK(memory.error().kind() == ErrorKind::Io);
  CHECK(memory.error().message().find("ulimit -v") != std::string::npos);
}

TEST_CASE("A memory of code that compares takes a part of what address space there is") {
  // Sanitizers have mapped more already.
  if (kSanitized) return;
  rlimit before;
  REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
  rlimit little = before;
  little.rlim_cur = std::uint64_t{1} << 30;
  REQUIRE(setrlimit(RLIMIT_AS, &little) == 0);
  Result<std::unique_ptr<MemoryInstance>> memory =
      MemoryInstance::create(memory_type(1), nullptr, BoundsCheck::Explicit);
  const std::int64_t all = memory ? (*memory)->grow(65535) : 0;
  const std::int64_t little_more = memory ? (*memory)->grow(1024) : 0;
  Result<std::unique_ptr<MemoryInstance>> large =
      MemoryInstance::create(memory_type(65536), nullptr, BoundsCheck::Explicit);
  REQUIRE(setrlimit(RLIMIT_AS, &before) == 0);
  REQUIRE(memory);
  CHECK(all == -1);
  CHECK(little_more == 1);
  (*memory)->bytes()[1025 * 65536 - 1] = 1;
  REQUIRE(!large);
  CHECK(large.error().kind() == ErrorKind::Io);
}

}  // namespace wrt
