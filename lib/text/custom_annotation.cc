// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parsing @custom, and placing sections. The order of sections in a file is not that of their ids, hence the ranks.
#include "lib/text/custom_annotation.h"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "lib/binary/sections.h"
#include "lib/support/byte_reader.h"
#include "lib/support/byte_writer.h"
#include "lib/support/check.h"
#include "lib/support/utf8.h"
#include "lib/text/string_literal.h"
#include "lib/text/token_stream.h"

namespace wrt {

namespace {

struct RankedSection {
  std::string_view keyword;
  SectionId id;
};

// The order of a file (5.5.15); a section's rank is its place in here, counted from 1.
constexpr std::array kOrder = std::to_array<RankedSection>({
    {"type", SectionId::Type},
    {"import", SectionId::Import},
    {"func", SectionId::Function},
    {"table", SectionId::Table},
    {"memory", SectionId::Memory},
    {"tag", SectionId::Tag},
    {"global", SectionId::Global},
    {"export", SectionId::Export},
    {"start", SectionId::Start},
    {"elem", SectionId::Element},
    {"datacount", SectionId::DataCount},
    {"code", SectionId::Code},
    {"data", SectionId::Data},
});

std::optional<std::uint32_t> rank_of(std::string_view keyword) {
  if (keyword == "first") return 0;
  if (keyword == "last") return PlacedSection::kLastRank;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (kOrder[i].keyword == keyword) return static_cast<std::uint32_t>(i + 1);
  }
  return std::nullopt;
}

std::uint32_t rank_of(std::uint8_t id) {
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (static_cast<std::uint8_t>(kOrder[i].id) == id) return static_cast<std::uint32_t>(i + 1);
  }
  return PlacedSection::kLastRank;
}

Unexpected fail_custom(std::size_t offset, const char* message) {
  return fail(ErrorKind::Malformed, offset, fmt::format("@custom annotation: {}", message));
}

// `(before func)` or `(after func)`, if it is there.
Result<> parse_placement(TokenStream& stream, PlacedSection& section) {
  if (!stream.at(Token::Kind::LeftParen)) return {};
  stream.take();
  const Token direction = stream.take();
  if (!direction.is("before") && !direction.is("after")) return fail_custom(direction.offset, "malformed placement");
  section.after = direction.is("after");
  const std::optional<std::uint32_t> rank =
      stream.at(Token::Kind::Keyword) ? rank_of(stream.token().text) : std::nullopt;
  if (!rank) return fail_custom(stream.offset(), "malformed section kind");
  section.rank = *rank;
  stream.take();
  if (!stream.skip(Token::Kind::RightParen)) return fail_custom(stream.offset(), "unexpected token");
  return {};
}

}  // namespace

Result<PlacedSection> parse_custom_annotation(std::string_view source, const Annotation& annotation) {
  PlacedSection section;
  TokenStream stream(source, annotation.content, annotation.end);
  if (!stream.at(Token::Kind::String)) return fail_custom(stream.offset(), "missing section name");
  const Token name = stream.take();
  section.name = unescape_string(name.text);
  if (!is_valid_utf8(section.name)) return fail_custom(name.offset, "malformed UTF-8 encoding");
  WRT_TRY(parse_placement(stream, section));
  std::string content;
  while (stream.at(Token::Kind::String)) unescape_string(stream.take().text, content);
  if (!stream.at(Token::Kind::End)) return fail_custom(stream.offset(), "unexpected token");
  section.content.assign(content.begin(), content.end());
  return section;
}

std::string_view section_keyword(std::uint8_t id) {
  for (const RankedSection& each : kOrder) {
    if (static_cast<std::uint8_t>(each.id) == id) return each.keyword;
  }
  return "last";
}

std::uint32_t code_section_rank() {
  return rank_of(static_cast<std::uint8_t>(SectionId::Code));
}

std::vector<std::uint8_t> insert_sections(std::span<const std::uint8_t> module,
                                          const std::vector<PlacedSection>& sections) {
  ByteWriter out;
  const auto insert = [&](std::uint32_t rank, bool after) {
    for (const PlacedSection& each : sections) {
      if (each.rank != rank || each.after != after) continue;
      ByteWriter content;
      content.write_name(each.name);
      content.write_bytes(each.content);
      out.write_u8(static_cast<std::uint8_t>(SectionId::Custom));
      out.write_sized(content.bytes());
    }
  };
  ByteReader reader(module);
  out.write_bytes(reader.read_bytes(8));
  std::uint32_t rank = 0;  // places up to this one are behind us
  insert(0, false);
  insert(0, true);
  while (!reader.at_end()) {
    const std::uint8_t id = reader.read_u8();
    const std::span<const std::uint8_t> content = reader.read_bytes(reader.read_u32());
    for (const std::uint32_t here = rank_of(id); rank < here;) {
      insert(++rank, false);
      if (rank < here) insert(rank, true);
    }
    out.write_u8(id);
    out.write_sized(content);
    insert(rank, true);
  }
  WRT_CHECK(!reader.failed());
  while (rank < PlacedSection::kLastRank) {
    insert(++rank, false);
    insert(rank, true);
  }
  return out.take();
}

}  // namespace wrt
