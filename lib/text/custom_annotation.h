// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Custom sections from annotations (appendix "Custom Sections and Annotations"): `(@custom "name" (after func) "…")`
// says where among the other sections one stands, so they are put there when all others are encoded.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/lexer.h"

namespace wrt {

struct PlacedSection {
  std::string name;
  std::vector<std::uint8_t> content;
  // Before or behind the place where the section with that number stands, or would stand: its rank in the file's
  // order, 0 for the very first place, kLastRank for the very last.
  std::uint32_t rank = kLastRank;
  bool after = true;

  static constexpr std::uint32_t kLastRank = 14;  // there are 13 kinds of other sections
};

// What a @custom annotation in `source` says. Errors: "@custom annotation: missing section name" and the like.
Result<PlacedSection> parse_custom_annotation(std::string_view source, const Annotation& annotation);

// The word for a section in a placement: "func" for id 3.
std::string_view section_keyword(std::uint8_t id);

// Where sections with branch hints stand: before the code.
std::uint32_t code_section_rank();

// `module`, an encoded module, with the sections at their places, those of one place in the order given.
std::vector<std::uint8_t> insert_sections(std::span<const std::uint8_t> module,
                                          const std::vector<PlacedSection>& sections);

}  // namespace wrt
