// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which rows of the opcode table the generator claims to make, and what it keeps away from, each with its reason. A
// claimed row that never occurs in a long run is an error of the generator, and the run fails.
#pragma once

#include <span>
#include <string_view>

#include "lib/wasm/opcodes.h"

namespace wrt::random_module {

// Whether modules may hold this instruction; every such row does occur.
bool is_claimed(Opcode opcode);

// One thing that wasm-interp 1.0.32 does not know, or gets wrong, so that modules do not ask it.
struct Avoided {
  std::string_view what;
  std::string_view reason;
};

// All of them; printed by `wrt-second-opinion --avoided`.
std::span<const Avoided> avoided();

}  // namespace wrt::random_module
