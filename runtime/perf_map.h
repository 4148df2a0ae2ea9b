// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file /tmp/perf-PID.map, in which `perf` looks for names of code that is in no file. Written when the environment
// has WRT_PERF_MAP=1: a line for each function as it is made.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lib/wasm/types.h"

namespace wrt {

class LoadedModule;

// Opens the file, if it is wanted: at the first call, while files can still be made and before code is mapped
// (CodeFile::map). Thread-safe.
void prepare_perf_map();
// Whether there is one. Thread-safe.
bool perf_map_is_wanted();
// Adds a line. `function` is CodePiece::kThunk for a thunk. Thread-safe.
void add_to_perf_map(std::uintptr_t code, std::size_t size, const LoadedModule& module, FuncIndex function);

}  // namespace wrt
