// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens libwrt-llvm.so, the module that holds the compiler and LLVM. Only who is about to compile calls this: the
// module is a hundred megabytes that no other run should map.
#pragma once

#include <string>

#include "compiler/compiler.h"
#include "lib/support/result.h"

namespace wrt {

// The compiler; opened at the first call, and kept until the process ends. Thread-safe. Errors: Io, when the module is
// not where it is installed, or was built from another version of wrt.
Result<Compiler*> compiler_module();

// What differs between compilers that differ: the module's build ID, a hash that the linker makes of its content and
// writes into it. The module is read for it, not opened; so a build tree's cache forgets what an older compiler made,
// and a copied installation keeps it. Errors: Io, Malformed.
Result<std::string> compiler_identity();

}  // namespace wrt
