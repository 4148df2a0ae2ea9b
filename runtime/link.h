// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Import matching (3.5 and 4.5.3): whether an external value can stand for what a module imports.
#pragma once

#include <span>

#include "lib/support/result.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"

namespace wrt {

// Errors: Unlinkable, "incompatible import type: …" or "unknown import: …" (for one that is null), at the import's
// offset in the module.
Result<> match_imports(const LoadedModule& module, std::span<const Extern> imports);

}  // namespace wrt
