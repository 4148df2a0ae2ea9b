// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SharedObject: an ELF shared object, mapped by the system's dynamic loader. One that was just made goes into a sealed
// memfd, so that nothing touches the disk and nobody can change it between the check and the mapping.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "lib/support/result.h"
#include "runtime/file_descriptor.h"

namespace wrt {

// A sealed file in memory with these bytes. Errors: Io.
Result<FileDescriptor> make_memory_file(std::span<const std::uint8_t> bytes);

class SharedObject {
 public:
  SharedObject() = default;
  // Errors: Malformed when the dynamic loader rejects it. A file that is mapped already is not mapped again: both
  // objects then stand for the same mapping. `path` has a slash in it.
  static Result<SharedObject> load(const std::string& path);
  // The same of an open file, which is not looked for under its name. Debuggers find it as long as it stays open.
  static Result<SharedObject> load(const FileDescriptor& file);
  // Unmaps: nothing may run in it any more, and no pointer into it be used.
  ~SharedObject();
  SharedObject(SharedObject&& other) noexcept;
  SharedObject& operator=(SharedObject&& other) noexcept;

  // The address of a symbol, or null.
  const void* symbol(const char* name) const;

 private:
  void* handle_ = nullptr;  // of dlopen
};

}  // namespace wrt
