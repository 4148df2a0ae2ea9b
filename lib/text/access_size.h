// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The natural alignment of memory instructions: what parser and printer leave out of the text.
#pragma once

#include <cstdint>

#include "lib/wasm/opcodes.h"

namespace wrt {

// Bytes that a memory instruction touches. The loads that extend read half a vector, whatever their lanes are.
constexpr std::uint32_t access_size(const OpcodeInfo& info) {
  if (info.meaning == Meaning::LoadExtendS || info.meaning == Meaning::LoadExtendU) return 8;
  return lane_size(info.lane);
}

}  // namespace wrt
