// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files that belong to the running executable: the compiler's module, and the programs that become part of others.
#pragma once

#include <string>

#include "lib/support/result.h"

namespace wrt {

// The path of the file `name`. It is looked for beside the executable, and in the folders for libraries next to it, as
// it stands in a build tree and as it is installed; nowhere else, so that no environment variable decides which code is
// used. Errors: Io, "WHAT, NAME, is neither in … nor in …".
Result<std::string> find_installed_file(const char* what, const std::string& name);

}  // namespace wrt
