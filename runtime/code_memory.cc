// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reservation, a piece of which is a mapping of the file behind the code.
#include "runtime/code_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

#include "lib/support/check.h"
#include "runtime/code_file.h"

namespace wrt {

namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
// Code that is made quickly is large: this is more than any body needs, and costs only addresses.
constexpr std::size_t kCodeBytesPerBodyByte = 64;
constexpr std::size_t kMinCode = 16 * kMiB;
constexpr std::size_t kMaxCode = 1024 * kMiB;
// Stubs, and what a function takes whose body is empty.
constexpr std::size_t kCodeBytesPerFunction = 64;

std::size_t round_up(std::size_t size, std::size_t granule) {
  return (size + granule - 1) / granule * granule;
}

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "wrt: cannot add machine code to a module: %s\n", why);
  std::abort();
}

}  // namespace

Result<CodeMemory> CodeMemory::reserve(std::size_t functions, std::size_t body_bytes) {
  const std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t wanted = body_bytes > kMaxCode ? kMaxCode : body_bytes * kCodeBytesPerBodyByte + kMiB;
  CodeMemory memory;
  memory.functions_ = functions;
  memory.code_offset_ = round_up(functions * (sizeof(void*) + sizeof(std::int32_t)), page);
  const std::size_t code = round_up(std::clamp(wanted + functions * kCodeBytesPerFunction, kMinCode, kMaxCode), page);
  void* const base =
      mmap(nullptr, memory.code_offset_ + code, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return CodeFile::fail_io("reserve addresses");
  memory.base_ = static_cast<std::uint8_t*>(base);
  memory.size_ = memory.code_offset_ + code;
  memory.process_ = getpid();
  if (mprotect(memory.base_, memory.code_offset_, PROT_READ | PROT_WRITE) != 0) {
    return CodeFile::fail_io("reserve memory");
  }
  WRT_ASSIGN(memory.file_offset_, code_file().add(code));
  WRT_TRY(code_file().map(memory.base_ + memory.code_offset_, memory.file_offset_, code));
  for (std::size_t each = 0; each < functions; ++each) {
    new (&memory.counter(each)) std::atomic<std::int32_t>(std::numeric_limits<std::int32_t>::max());
  }
  return memory;
}

CodeMemory::~CodeMemory() {
  if (base_ == nullptr) return;
  munmap(base_, size_);
  // One that was forked has only looked at the file.
  if (used_ != 0 && process_ == getpid()) code_file().remove(file_offset_, size_ - code_offset_);
}

CodeMemory::CodeMemory(CodeMemory&& other) noexcept {
  *this = std::move(other);
}

CodeMemory& CodeMemory::operator=(CodeMemory&& other) noexcept {
  std::swap(base_, other.base_);
  std::swap(size_, other.size_);
  std::swap(functions_, other.functions_);
  std::swap(code_offset_, other.code_offset_);
  std::swap(used_, other.used_);
  std::swap(file_offset_, other.file_offset_);
  std::swap(process_, other.process_);
  return *this;
}

std::uintptr_t CodeMemory::append(std::span<const std::uint8_t> code) {
  const std::uintptr_t place = next();
  if (code.size() > code_end() - place) give_up("it has more than was thought possible");
  if (getpid() != process_) give_up("this process was forked after the module was loaded");
  const std::uint64_t offset = file_offset_ + used_;
  used_ = std::min(round_up(used_ + code.size(), kAlignment), size_ - code_offset_);
  if (!code_file().write(offset, code)) give_up(std::strerror(errno));
  return place;
}

std::uintptr_t CodeMemory::append(FunctionCode& code) {
  const std::uintptr_t place = next();
  for (const FunctionCode::SlotUse& use : code.slot_uses) {
    WRT_CHECK(use.function < functions_ && use.offset + sizeof(std::int32_t) <= code.bytes.size());
    const void* const slot = use.slot == FunctionSlot::Entry ? static_cast<const void*>(&entry(use.function))
                                                             : static_cast<const void*>(&counter(use.function));
    const std::int64_t distance =
        static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(slot) - place) - use.origin;
    const std::int32_t field = static_cast<std::int32_t>(distance);
    std::memcpy(code.bytes.data() + use.offset, &field, sizeof field);
  }
  return append(std::span<const std::uint8_t>(code.bytes));
}

}  // namespace wrt
