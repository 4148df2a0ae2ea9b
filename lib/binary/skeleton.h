// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module's skeleton: what of it is still needed when its functions are machine code. It is a module in the binary
// format that lacks the code section, so that an artefact is read by the decoder that reads everything else. Of the
// custom sections behind the code only the names stay, for backtraces.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt {

// With `without_active_data`, active data segments become empty: what they hold is in memory images instead.
std::vector<std::uint8_t> encode_skeleton(const Module& module, bool without_active_data);

// Decodes what encode_skeleton() made, as decode_module() does; the bodies are there and empty. The offsets in the
// result are those in the skeleton. Errors: Malformed, Limit.
Result<Module> decode_skeleton(std::span<const std::uint8_t> bytes, Features features);

}  // namespace wrt
