// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeMemory: executable memory of one module, which code is added to as it is made. In one reservation of less than
// 2 GiB, so that all of it is reached by distances of 32 bits:
//
//     entries: 8 bytes for each defined function | counters: 4 each | code: as large as it can get
//     ordinary memory, written to and read                          | read and executed, never written to
//
// The code is a mapping of a memory file, and writing to it is writing to that file: no page of the process is ever
// writable and executable, nor mapped twice. All of it is mapped executable at once, since the sandbox allows no such
// mapping later, and takes memory as code is written. The file is one for the whole process, whose modules each have a
// piece of it: a process may have more modules than open files.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/abi/function_code.h"
#include "lib/support/result.h"

namespace wrt {

class CodeMemory {
 public:
  CodeMemory() = default;
  // For so many functions whose bodies have so many bytes. Entries are null, counters as large as can be. Errors: Io.
  static Result<CodeMemory> reserve(std::size_t functions, std::size_t body_bytes);
  // Nothing may run in it any more.
  ~CodeMemory();
  CodeMemory(CodeMemory&& other) noexcept;
  CodeMemory& operator=(CodeMemory&& other) noexcept;

  std::atomic<const void*>& entry(std::size_t function) const {
    return reinterpret_cast<std::atomic<const void*>*>(base_)[function];
  }
  std::atomic<std::int32_t>& counter(std::size_t function) const {
    return reinterpret_cast<std::atomic<std::int32_t>*>(base_ + functions_ * sizeof(void*))[function];
  }
  std::uintptr_t code_begin() const { return reinterpret_cast<std::uintptr_t>(base_ + code_offset_); }
  std::uintptr_t code_end() const { return reinterpret_cast<std::uintptr_t>(base_ + size_); }

  // Where the next code will be.
  std::uintptr_t next() const { return code_begin() + used_; }
  // Puts code at next(), and returns that. One thread at a time. When there is no room or no memory left, and in a
  // process that was forked from that of reserve(), it aborts with a message: both would write to the same file.
  std::uintptr_t append(std::span<const std::uint8_t> code);
  // The same, with the distances to slots written into it.
  std::uintptr_t append(FunctionCode& code);

  // Code begins at multiples of it.
  static constexpr std::size_t kAlignment = 16;

 private:
  std::uint8_t* base_ = nullptr;
  std::size_t size_ = 0;  // of the reservation
  std::size_t functions_ = 0;
  std::size_t code_offset_ = 0;  // in the reservation
  std::size_t used_ = 0;         // bytes of code
  std::uint64_t file_offset_ = 0;
  int process_ = 0;
};

}  // namespace wrt
