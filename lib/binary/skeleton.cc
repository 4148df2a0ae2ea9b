// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Leaving out and encoding; decoding is in decoder.cc, beside what it differs from.
#include "lib/binary/skeleton.h"

#include "lib/binary/module_encoder.h"

namespace wrt {

std::vector<std::uint8_t> encode_skeleton(const Module& module, bool without_active_data) {
  Module skeleton = module;
  skeleton.bodies.clear();
  std::erase_if(skeleton.customs, [](const CustomSection& each) { return each.name != "name"; });
  if (without_active_data) {
    for (DataSegment& each : skeleton.data) {
      if (each.mode == SegmentMode::Active) each.bytes = {};
    }
  }
  return encode_module(skeleton);
}

}  // namespace wrt
