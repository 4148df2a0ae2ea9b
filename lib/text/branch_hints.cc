// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Branch hints as bytes: functions, their hints, each with a size of one byte.
#include "lib/text/branch_hints.h"

#include <algorithm>

#include "lib/support/byte_reader.h"
#include "lib/support/byte_writer.h"

namespace wrt {

PlacedSection encode_branch_hints(const BranchHints& hints) {
  ByteWriter content;
  content.write_u64(hints.size());
  for (const auto& [function, branches] : hints) {
    content.write_u32(function);
    content.write_u64(branches.size());
    for (const BranchHint& branch : branches) {
      content.write_u64(branch.offset);
      content.write_u8(1);
      content.write_u8(branch.likely ? 1 : 0);
    }
  }
  PlacedSection section;
  section.name = kBranchHintSection;
  section.content = content.take();
  section.rank = code_section_rank();
  section.after = false;
  return section;
}

std::optional<BranchHints> read_branch_hints(std::span<const std::uint8_t> content) {
  BranchHints hints;
  ByteReader reader(content);
  const std::uint32_t functions = reader.read_u32();
  for (std::uint32_t i = 0; i < functions && !reader.failed(); ++i) {
    hints.emplace_back(reader.read_u32(), std::vector<BranchHint>());
    const std::uint32_t count = reader.read_u32();
    for (std::uint32_t j = 0; j < count && !reader.failed(); ++j) {
      BranchHint hint;
      hint.offset = reader.read_u32();
      reader.read_u8();  // the size of what follows
      hint.likely = reader.read_u8() == 1;
      hints.back().second.push_back(hint);
    }
  }
  // Whatever was wrong or unusual in the content is found by making it again.
  if (reader.failed() || !std::ranges::equal(encode_branch_hints(hints).content, content)) return std::nullopt;
  return hints;
}

}  // namespace wrt
