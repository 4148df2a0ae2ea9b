// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine instruction that an explicit trap (llvm.ubsantrap) becomes: an undefined one that carries the trap code,
// so that no table beside the code is needed. A signal handler reads it where it was executed, and listings of machine
// code where it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "lib/abi/cpu_features.h"
#include "lib/abi/traps.h"

namespace wrt {

// The code of the explicit trap that `code` begins with, if it is one. Async-signal-safe.
std::optional<TrapCode> explicit_trap(Architecture architecture, std::span<const std::uint8_t> code);

}  // namespace wrt
