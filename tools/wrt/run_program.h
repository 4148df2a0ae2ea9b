// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `wrt run` does when its command line has been read, for the commands that do the same.
#pragma once

#include <functional>

#include "tools/wrt/guest.h"
#include "tools/wrt/run_options.h"

namespace wrt {

// Runs a program and returns its exit code, or that of an error that the user was told of; or ends the process with it.
// When the program is over `report`, if there is one, gets what that took.
int run_program(const RunOptions& options, const std::function<void(const RunTimes&)>& report = {});

}  // namespace wrt
