// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TagInstance (section 4.2.10): what an exception was thrown with. Compiled code compares tags by address.
#pragma once

#include <cstdint>

#include "lib/wasm/types.h"

namespace wrt {

class Instance;

struct TagInstance {
  // Canonical id of its function type (runtime/type_registry.h).
  std::uint32_t type_id;
  // Whose tag it is, for messages; null for a tag that the host made.
  const Instance* instance = nullptr;
  TagIndex index = 0;
};

}  // namespace wrt
