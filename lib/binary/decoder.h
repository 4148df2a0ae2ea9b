// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The binary format (chapter 5): bytes to Module. Copies no body, no data and no name; memory used is bounded by a
// small multiple of the input's size, whatever counts the input claims. One file per section: *_section.cc.
#pragma once

#include <cstdint>
#include <span>

#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt {

// Decodes a whole module. `bytes` must outlive the result. Errors: Malformed or Limit, with offset, in the words of
// the official suite. What is decoded is well-formed, nothing more: indices may be out of range until
// validate_module() has run. Malformed instructions in bodies are found by BodyReader, when validating.
// `features` decides what few encodings depend on it, and is kept in the module for the validator.
Result<Module> decode_module(std::span<const std::uint8_t> bytes, Features features = Features());

}  // namespace wrt
