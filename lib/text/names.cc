// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Binding and resolving identifiers. Plain ones are views into the source; only quoted ones are copied.
#include "lib/text/names.h"

#include <fmt/format.h>

#include "lib/support/utf8.h"
#include "lib/text/number.h"
#include "lib/text/string_literal.h"

namespace wrt {

Result<> IndexSpace::bind(const Binding& binding) {
  if (!binding.id.empty() && !by_id_.emplace(binding.id, size_).second) {
    return fail(ErrorKind::Malformed, binding.offset,
                fmt::format("duplicate {} ${}", short_noun_, show_source(binding.id)));
  }
  if (!binding.custom_name.empty()) names_.emplace_back(size_, binding.custom_name);
  ++size_;
  return {};
}

void IndexSpace::clear() {
  size_ = 0;
  by_id_.clear();
  names_.clear();
}

Result<std::uint32_t> IndexSpace::resolve(TokenStream& stream, Identifiers& identifiers) const {
  if (!stream.at(Token::Kind::Id)) return parse_u32(stream);
  const std::string_view name = identifiers.name(stream.token());
  const auto found = by_id_.find(name);
  if (found == by_id_.end()) {
    return fail(ErrorKind::Malformed, stream.offset(), fmt::format("unknown {} ${}", noun_, show_source(name)));
  }
  stream.take();
  return found->second;
}

std::string_view Identifiers::name(const Token& id) {
  const std::string_view name = id.text.substr(1);
  if (name.front() != '"') return name;
  return keep(unescape_string(name));
}

Result<Binding> Identifiers::parse_binding(TokenStream& stream, const char* noun) {
  Binding binding;
  binding.offset = stream.offset();
  if (stream.at(Token::Kind::Id)) {
    binding.id = name(stream.take());
    if (keep_names_) binding.custom_name = binding.id;
  }
  WRT_TRY(parse_name_annotation(stream, binding, noun));
  return binding;
}

Result<> Identifiers::parse_name_annotation(TokenStream& stream, Binding& binding, const char* noun) {
  bool seen = false;
  while (!stream.annotations().empty() && stream.annotations().front().id == "name") {
    const Annotation annotation = stream.annotations().front();
    if (seen) {
      return fail(ErrorKind::Malformed, annotation.offset, fmt::format("@name annotation: multiple {}", noun));
    }
    TokenStream content(stream.source(), annotation.content, annotation.end);
    if (!content.at(Token::Kind::String)) {
      return fail(ErrorKind::Malformed, content.offset(), "@name annotation: string expected");
    }
    std::string text = unescape_string(content.take().text);
    if (!is_valid_utf8(text)) {
      return fail(ErrorKind::Malformed, annotation.content, "@name annotation: malformed UTF-8 encoding");
    }
    if (!content.at(Token::Kind::End)) {
      return fail(ErrorKind::Malformed, content.offset(), "@name annotation: unexpected token");
    }
    binding.custom_name = keep(std::move(text));
    stream.claim_annotations(1);
    seen = true;
  }
  return {};
}

Result<std::uint32_t> parse_u32(TokenStream& stream) {
  if (!stream.at(Token::Kind::Nat)) return stream.unexpected();
  const std::optional<std::uint64_t> value = parse_nat(stream.token().text, 32);
  if (!value) return fail(ErrorKind::Malformed, stream.offset(), "i32 constant out of range");
  stream.take();
  return static_cast<std::uint32_t>(*value);
}

Result<std::uint64_t> parse_u64(TokenStream& stream) {
  if (!stream.at(Token::Kind::Nat)) return stream.unexpected();
  const std::optional<std::uint64_t> value = parse_nat(stream.token().text, 64);
  if (!value) return fail(ErrorKind::Malformed, stream.offset(), "i64 constant out of range");
  stream.take();
  return *value;
}

Result<std::string> parse_string(TokenStream& stream) {
  WRT_ASSIGN(const Token token, stream.expect(Token::Kind::String));
  return unescape_string(token.text);
}

Result<std::string> parse_name(TokenStream& stream) {
  const std::size_t offset = stream.offset();
  WRT_ASSIGN(std::string name, parse_string(stream));
  if (!is_valid_utf8(name)) return fail(ErrorKind::Malformed, offset, "malformed UTF-8 encoding");
  return name;
}

}  // namespace wrt
