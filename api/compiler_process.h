// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiling with another wrt, in a process of its own. It is how a wrt without a compiler is tested: one that was built
// for another machine and runs under an emulator lets the one of this machine compile for it.
#pragma once

#include <cstdint>
#include <span>

#include "compiler/compiler.h"
#include "lib/support/result.h"

namespace wrt {

// Runs `options.compiler compile`. The module is valid, or the error is only that it could not be compiled: what the
// process has to say goes to stderr. Thread-safe. Errors: Io, Internal.
Result<CompiledModule> compile_in_process(std::span<const std::uint8_t> bytes, const CompileOptions& options);

}  // namespace wrt
