// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CompilationOrder: a module that runs in the baseline tier, and is to have LLVM's code.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/code_cache.h"
#include "api/validated_module.h"
#include "compiler/compiler.h"
#include "runtime/loaded_module.h"

namespace wrt {

struct CompilationOrder {
  std::string name;                            // for messages
  std::shared_ptr<const LoadedModule> module;  // loaded in the baseline tier, with room for LLVM's code
  std::shared_ptr<const ValidatedModule> validated;
  CompileOptions options;
  std::optional<CacheKey> key;  // what to keep the code under; nothing if it is not to be kept
  unsigned parts = 0;           // of its code that were found in the cache, and have been adopted
};

}  // namespace wrt
