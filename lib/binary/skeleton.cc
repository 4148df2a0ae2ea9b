// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands before the code is copied as it is, so that offsets in messages are still those of the module's file.
// Decoding is in decoder.cc, beside what it differs from.
#include "lib/binary/skeleton.h"

#include <algorithm>

#include "lib/binary/module_encoder.h"
#include "lib/binary/sections.h"

namespace wrt {

namespace {

constexpr std::size_t kPreambleSize = 8;

}  // namespace

std::vector<std::uint8_t> encode_skeleton(const Module& module, bool without_active_data) {
  std::size_t prefix = module.bytes.size();
  for (const SectionHeader& each : module.sections) {
    const SectionId id = static_cast<SectionId>(each.id);
    if (id == SectionId::Code || id == SectionId::Data) prefix = std::min(prefix, each.offset);
  }

  Module rest;
  rest.data = module.data;
  if (without_active_data) {
    for (DataSegment& each : rest.data) {
      if (each.mode == SegmentMode::Active) each.bytes = {};
    }
  }
  for (const CustomSection& each : module.customs) {
    if (each.name == "name" && each.content.offset >= prefix) rest.customs.push_back(each);
  }
  const std::vector<std::uint8_t> encoded = encode_module(rest);

  std::vector<std::uint8_t> skeleton(module.bytes.begin(), module.bytes.begin() + static_cast<std::ptrdiff_t>(prefix));
  skeleton.insert(skeleton.end(), encoded.begin() + kPreambleSize, encoded.end());
  return skeleton;
}

}  // namespace wrt
