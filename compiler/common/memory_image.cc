// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where each segment goes, which pages that makes, and the bytes: a later segment overwrites an earlier one.
#include "compiler/common/memory_image.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "compiler/common/constant.h"

namespace wrt {

namespace {

// Segments that lie far apart would make an image of mostly empty pages.
constexpr std::uint64_t kMostRuns = 256;
constexpr std::uint64_t kMostBytesPerByte = 4;
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{1} << 20;

struct Placed {
  MemoryIndex memory;
  std::uint64_t address;
  std::span<const std::uint8_t> bytes;
};

// The active segments that hold something, in their order; nothing if one of them must be run.
std::optional<std::vector<Placed>> place_segments(const Module& module) {
  std::vector<Placed> placed;
  for (const DataSegment& each : module.data) {
    if (each.mode != SegmentMode::Active) continue;
    const std::optional<std::uint64_t> address = constant_integer(each.memory_offset);
    if (!address || each.memory < module.imported_memories) return std::nullopt;
    const MemoryType& type = module.memories[each.memory].type;
    const std::uint64_t size = type.bytes_of(type.limits.min);
    if (*address > size || each.bytes.size() > size - *address) return std::nullopt;
    if (!each.bytes.empty()) placed.push_back({each.memory, *address, each.bytes});
  }
  return placed;
}

// The pages that the segments touch, neighbours joined.
std::vector<ArtefactImageRun> plan_runs(std::vector<Placed> placed, std::uint64_t page_size) {
  std::ranges::sort(placed, [](const Placed& a, const Placed& b) {
    return a.memory != b.memory ? a.memory < b.memory : a.address < b.address;
  });
  std::vector<ArtefactImageRun> runs;
  for (const Placed& each : placed) {
    const std::uint64_t begin = each.address / page_size * page_size;
    const std::uint64_t end = (each.address + each.bytes.size() + page_size - 1) / page_size * page_size;
    const bool joins =
        !runs.empty() && runs.back().memory == each.memory && begin <= runs.back().address + runs.back().size;
    if (!joins) runs.push_back({begin, 0, 0, each.memory, 0});
    runs.back().size = std::max(runs.back().size, end - runs.back().address);
  }
  std::uint64_t offset = 0;
  for (ArtefactImageRun& each : runs) {
    each.offset = offset;
    offset += each.size;
  }
  return runs;
}

void fill(MemoryImage& image, const std::vector<Placed>& placed) {
  for (const Placed& each : placed) {
    const auto behind = std::ranges::find_if(image.runs, [&](const ArtefactImageRun& run) {
      return run.memory == each.memory && each.address >= run.address && each.address - run.address < run.size;
    });
    std::memcpy(image.bytes.data() + behind->offset + (each.address - behind->address), each.bytes.data(),
                each.bytes.size());
  }
}

}  // namespace

MemoryImage make_memory_image(const Module& module, std::uint64_t page_size) {
  const std::optional<std::vector<Placed>> placed = place_segments(module);
  if (!placed) return {};
  MemoryImage image;
  image.runs = plan_runs(*placed, page_size);
  std::uint64_t used = 0;
  for (const Placed& each : *placed) used += each.bytes.size();
  const std::uint64_t size = image.runs.empty() ? 0 : image.runs.back().offset + image.runs.back().size;
  if (image.runs.size() > kMostRuns || size > std::max(kAlwaysAllowed, used * kMostBytesPerByte)) return {};
  image.complete = true;
  image.bytes.resize(size);
  fill(image, *placed);
  return image;
}

}  // namespace wrt
