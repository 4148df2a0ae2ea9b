// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The binary format, other direction: Module to bytes. What a Module holds as bytes (bodies, constant expressions,
// data, custom sections) is copied as it is; all else is written in its shortest form.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/wasm/module.h"

namespace wrt {

// Decoding the result gives an equal module, but for offsets, and for custom sections, which all come last. Nothing
// is checked: what does not validate is encoded too. Preconditions: bodies has an entry for each function that is not
// imported; import entries are in the order of their index spaces; each array type has its one field.
std::vector<std::uint8_t> encode_module(const Module& module);

}  // namespace wrt
