// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `-v` tells about making a module ready to run.
#pragma once

#include <string_view>

#include "api/program.h"

namespace wrt {

// A line for each step.
void log_statistics(std::string_view path, const LoadStatistics& statistics);
// The functions that took longest to compile. `module` knows their names.
void log_slowest_functions(const Module& module, const LoadStatistics& statistics);

}  // namespace wrt
