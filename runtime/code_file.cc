// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory file, made when the first module needs it.
#include "runtime/code_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "runtime/perf_map.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

namespace wrt {

namespace {

constexpr int kCode = PROT_READ | PROT_EXEC;

}  // namespace

Result<std::uint64_t> CodeFile::add(std::size_t size) {
  const std::lock_guard lock(mutex_);
  if (number_ < 0) WRT_TRY(open());
  const std::uint64_t offset = end_;
  if (ftruncate(number_, static_cast<off_t>(offset + size)) != 0) return fail_io("reserve memory");
  end_ += size;
  return offset;
}

void CodeFile::remove(std::uint64_t offset, std::size_t size) const {
  fallocate(number_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset), static_cast<off_t>(size));
}

Result<std::uint8_t*> CodeFile::map(void* place, std::uint64_t offset, std::size_t size) const {
  void* const base = perf_map_is_wanted()
                         ? map_for_perf(place, offset, size)
                         : mmap(place, size, kCode, MAP_SHARED | MAP_NORESERVE | (place == nullptr ? 0 : MAP_FIXED),
                                number_, static_cast<off_t>(offset));
  if (base == MAP_FAILED) return fail_io("map memory");
  return static_cast<std::uint8_t*>(base);
}

// perf looks for names in its map only where it has seen that memory was mapped that is in no file, and it is told of
// mmap() and not of mremap().
void* CodeFile::map_for_perf(void* place, std::uint64_t offset, std::size_t size) const {
  void* const target =
      mmap(place, size, kCode, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (place == nullptr ? 0 : MAP_FIXED), -1, 0);
  if (target == MAP_FAILED) return MAP_FAILED;
  void* const code = mmap(nullptr, size, kCode, MAP_SHARED | MAP_NORESERVE, number_, static_cast<off_t>(offset));
  if (code == MAP_FAILED) return MAP_FAILED;
  return mremap(code, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, target);
}

bool CodeFile::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Unexpected CodeFile::fail_io(const char* what) {
  return fail(ErrorKind::Io, fmt::format("cannot {} for machine code: {}", what, std::strerror(errno)));
}

// Kernels since 6.3 may be set up to make memory files that cannot be executed, unless asked; older ones reject the
// question.
Result<> CodeFile::open() {
  number_ = memfd_create("wrt-code", MFD_CLOEXEC | MFD_EXEC);
  if (number_ < 0 && errno == EINVAL) number_ = memfd_create("wrt-code", MFD_CLOEXEC);
  if (number_ < 0) return fail_io("make a file");
  return {};
}

// Never destroyed: other threads may run guests while main() returns.
CodeFile& code_file() {
  static CodeFile* const file = new CodeFile;
  return *file;
}

}  // namespace wrt
