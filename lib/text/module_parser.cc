// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The three passes over a module, and what is done when all fields are there.
#include "lib/text/module_parser.h"

#include "lib/text/name_section.h"

namespace wrt {

Result<std::vector<std::uint8_t>> parse_text_module(std::string_view source, const TextOptions& options,
                                                    SourceMap* map) {
  return ModuleParser(source, 0, source.size(), false, options, map).parse();
}

Result<std::vector<std::uint8_t>> parse_text_module(std::string_view source, std::size_t begin, std::size_t end,
                                                    const TextOptions& options) {
  return ModuleParser(source, begin, end, true, options, nullptr).parse();
}

Result<std::vector<std::uint8_t>> ModuleParser::parse() {
  stream_.ignore_annotations(true);
  WRT_ASSIGN(const bool has_header, parse_module_header());
  WRT_TRY(declare_fields());
  WRT_TRY(parse_module_end(has_header));
  // From here on every name of the module's index spaces is bound.
  WRT_TRY(parse_types());
  // From here on every type that is defined in the text is known, and types are only appended.
  stream_ = TokenStream(source_, begin_, end_);
  WRT_TRY(parse_module_header());
  WRT_TRY(parse_fields());
  WRT_TRY(parse_module_end(has_header));
  return finish();
}

Result<bool> ModuleParser::parse_module_header() {
  if (!stream_.skip_open("module")) return false;
  if (in_script_) stream_.skip_keyword("definition");
  WRT_ASSIGN(names_.module, names_.identifiers.parse_binding(stream_, "module"));
  return true;
}

Result<> ModuleParser::parse_module_end(bool has_header) {
  if (has_header) WRT_TRY(stream_.expect_close());
  // Taking the end finds annotations that nobody claimed.
  if (stream_.at(Token::Kind::End)) stream_.take();
  if (!stream_.at(Token::Kind::End)) return stream_.unexpected();
  return {};
}

Result<> ModuleParser::parse_types() {
  for (const TypeField& field : type_fields_) {
    stream_ = TokenStream(source_, field.begin, field.end);
    WRT_TRY(field.is_group ? types_.parse_recursion_group() : types_.parse_type_definition());
    // The closing parenthesis is the field's last byte, so anything in front of it does not belong there.
    WRT_TRY(stream_.expect_close());
    note_field(field.offset);
  }
  return {};
}

void ModuleParser::note_field(std::size_t offset) {
  if (map_ != nullptr) map_->add_field(builder_.module(), types_.types().size(), offset);
}

std::vector<std::uint8_t> ModuleParser::finish() {
  Module& module = builder_.module();
  module.types = types_.types();
  if (instructions_.needs_data_count()) module.data_count = static_cast<std::uint32_t>(module.data.size());
  std::vector<std::uint8_t> bytes = builder_.encode();

  if (!branch_hints_.empty()) {
    customs_.insert(customs_.begin(), encode_branch_hints(branch_hints_));
  }
  std::vector<std::uint8_t> names = encode_name_section(name_section_content(names_));
  if (!names.empty()) {
    PlacedSection section;
    section.name = "name";
    section.content = std::move(names);
    // Producers of binaries write more custom sections behind the names: those say `(after last)`.
    section.after = false;
    customs_.push_back(std::move(section));
  }
  return customs_.empty() ? bytes : insert_sections(bytes, customs_);
}

}  // namespace wrt
