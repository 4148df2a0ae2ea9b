// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TagInstance (section 4.2.10): what an exception was thrown with, compared by address. Tags link; exceptions are not
// run yet.
#pragma once

#include <cstdint>

namespace wrt {

struct TagInstance {
  // Canonical id of its function type (runtime/type_registry.h).
  std::uint32_t type_id;
};

}  // namespace wrt
