// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeFile: the file in memory that all code is in which is put into executable memory after that was mapped
// (runtime/code_memory.h, runtime/artefact_copy.h). Pieces of it are mapped executable and never writable; writing to
// the file is what puts code there. Pieces are never used again: the file has holes where modules were, which take no
// memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "lib/support/result.h"

namespace wrt {

class CodeFile {
 public:
  // The offset of a new piece of that size, all zeros. Thread-safe. Errors: Io.
  Result<std::uint64_t> add(std::size_t size);
  // Gives back the memory of a piece, which is mapped nowhere any more.
  void remove(std::uint64_t offset, std::size_t size) const;
  // False, with errno, if the system refuses; there is no memory left, most likely. Thread-safe.
  [[nodiscard]] bool write(std::uint64_t offset, std::span<const std::uint8_t> bytes) const;
  // Maps a piece that was added, readable and executable: at `place`, a whole number of pages whose mappings it
  // replaces, or anywhere if that is null. Errors: Io.
  Result<std::uint8_t*> map(void* place, std::uint64_t offset, std::size_t size) const;

  // The error of a system call that just failed, as one of kind Io.
  static Unexpected fail_io(const char* what);

 private:
  Result<> open();
  void* map_for_perf(void* place, std::uint64_t offset, std::size_t size) const;

  std::mutex mutex_;
  int number_ = -1;
  std::uint64_t end_ = 0;
};

// The file of this process.
CodeFile& code_file();

}  // namespace wrt
