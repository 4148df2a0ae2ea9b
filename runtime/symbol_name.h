// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What tools from outside call code that is in no file: profilers (runtime/perf_map.h) and debuggers
// (runtime/gdb_interface.h). As the symbols of artefacts are called (docs/artefact-format.md).
#pragma once

#include <string>

#include "lib/wasm/types.h"

namespace wrt {

class LoadedModule;

// NAME.wINDEX. `function` is CodePiece::kThunk for a thunk.
std::string symbol_name(const LoadedModule& module, FuncIndex function);

}  // namespace wrt
