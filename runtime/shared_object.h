// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SharedObject: the bytes of an ELF shared object, mapped by the system's dynamic loader. They go into a sealed memfd
// first, so that nothing touches the disk and nobody can change them between the check and the mapping.
#pragma once

#include <cstdint>
#include <span>

#include "lib/support/result.h"

namespace wrt {

class SharedObject {
 public:
  SharedObject() = default;
  // Errors: Io, with the system's reason; Malformed when the dynamic loader rejects the bytes.
  static Result<SharedObject> load(std::span<const std::uint8_t> bytes);
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
