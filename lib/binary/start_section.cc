// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The start section (5.5.11): the function that instantiation calls.
#include "lib/binary/sections.h"

namespace wrt {

void read_start_section(Decoding& decoding) {
  decoding.module.start_offset = decoding.reader.offset();
  decoding.module.start = decoding.reader.read_u32();
}

}  // namespace wrt
