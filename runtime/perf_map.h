// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file /tmp/perf-PID.map, in which `perf` looks for names of code that is in no file: a line for each function
// as it is made. Written for who asks for it (`wrt run --profile=perf`).
#pragma once

#include <cstddef>
#include <cstdint>

#include "lib/wasm/types.h"

namespace wrt {

class LoadedModule;

// From now on it is wanted. Before the first module is loaded.
void want_perf_map();
// Opens the file, if it is wanted: at the first call, while files can still be made and before code is mapped
// (CodeFile::map). Thread-safe.
void prepare_perf_map();
// Whether there is one. Thread-safe.
bool perf_map_is_wanted();
// Adds a line. `function` is CodePiece::kThunk for a thunk. Thread-safe.
void add_to_perf_map(std::uintptr_t code, std::size_t size, const LoadedModule& module, FuncIndex function);

}  // namespace wrt
