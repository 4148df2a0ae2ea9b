// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FrameDescription: what the unwinder of the C runtime library is told of the frames of code that is added to as it is
// made. A description of each function would have to be registered as it is made; the unwinder keeps what was
// registered in a list that it walks for each frame. But all such functions have their frame pointer and return address
// at the same places (lib/abi/function_code.h), and differ only in other registers that they keep. So the code of a
// module has one description, registered once, as if it were one function; and the personality routine that it names
// knows the rest from the module's CodeMap (runtime/unwind.h).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/code_map.h"

namespace wrt {

class FrameDescription {
 public:
  // For code in [begin, end) whose pieces are in `map`. Registered until it is destroyed.
  FrameDescription(std::uintptr_t begin, std::uintptr_t end, const CodeMap& map);
  ~FrameDescription();
  FrameDescription(const FrameDescription&) = delete;
  FrameDescription& operator=(const FrameDescription&) = delete;

 private:
  std::vector<std::uint8_t> bytes_;  // as a section .eh_frame
};

}  // namespace wrt
