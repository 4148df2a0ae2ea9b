// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Encoding branch hints: functions, their hints, each with a size of one byte.
#include "lib/text/branch_hints.h"

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
  section.name = "metadata.code.branch_hint";
  section.content = content.take();
  section.rank = code_section_rank();
  section.after = false;
  return section;
}

}  // namespace wrt
