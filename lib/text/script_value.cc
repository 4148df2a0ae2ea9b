// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values and patterns of scripts. They look like constant instructions, but are none: there are NaN patterns,
// references to the host's objects, and alternatives.
#include "lib/text/literals.h"
#include "lib/text/script_parser.h"
#include "lib/text/type_parser.h"

namespace wrt {

namespace {

// How deep `(either (either …))` may nest: deeper than anybody would write.
constexpr std::size_t kMaxEitherDepth = 8;

bool skip_nan_pattern(TokenStream& stream, NanPattern& nan) {
  if (stream.skip_keyword("nan:canonical")) {
    nan = NanPattern::Canonical;
  } else if (stream.skip_keyword("nan:arithmetic")) {
    nan = NanPattern::Arithmetic;
  } else {
    return false;
  }
  return true;
}

void store(std::uint64_t bits, std::array<std::uint8_t, 16>& bytes) {
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(bits >> (8 * i));
}

Result<> parse_number(TokenStream& stream, ScriptValue& value) {
  switch (value.kind) {
    case ScriptValue::Kind::I32: {
      WRT_ASSIGN(const std::uint64_t bits, parse_int_literal(stream, 32));
      store(bits, value.bytes);
      return {};
    }
    case ScriptValue::Kind::I64: {
      WRT_ASSIGN(const std::uint64_t bits, parse_int_literal(stream, 64));
      store(bits, value.bytes);
      return {};
    }
    case ScriptValue::Kind::F32: {
      if (skip_nan_pattern(stream, value.nan[0])) return {};
      WRT_ASSIGN(const std::uint32_t bits, parse_f32_literal(stream));
      store(bits, value.bytes);
      return {};
    }
    default: {
      if (skip_nan_pattern(stream, value.nan[0])) return {};
      WRT_ASSIGN(const std::uint64_t bits, parse_f64_literal(stream));
      store(bits, value.bytes);
      return {};
    }
  }
}

Result<> parse_vector(TokenStream& stream, ScriptValue& value) {
  value.kind = ScriptValue::Kind::V128;
  WRT_ASSIGN(const VectorShape shape, parse_vector_shape(stream));
  value.lane = shape.lane;
  const bool is_float = shape.lane == Lane::F32 || shape.lane == Lane::F64;
  for (std::uint32_t i = 0; i < shape.lanes; ++i) {
    if (is_float && skip_nan_pattern(stream, value.nan[i])) continue;
    WRT_TRY(parse_lane_literal(stream, shape, i, value.bytes));
  }
  return {};
}

// `ref.null func?`, `ref.func`, `ref.extern 1`, `ref.host 1`, ….
Result<> parse_reference(TokenStream& stream, std::string_view word, const Token& keyword, ScriptValue& value) {
  if (word == "null") {
    value.kind = ScriptValue::Kind::RefNull;
    if (!stream.at(Token::Kind::Keyword)) return {};
    value.heap = abstract_heap_type(stream.token().text);
    if (!value.heap) return stream.unexpected();
    stream.take();
    return {};
  }
  value.kind = ScriptValue::Kind::Ref;
  value.is_host = word == "host";
  value.heap = value.is_host ? HeapType(HeapType::Any) : abstract_heap_type(word);
  if (!value.heap) return stream.unexpected(keyword);
  if (stream.at(Token::Kind::Nat)) {
    WRT_ASSIGN(value.number, parse_u32(stream));
  }
  return {};
}

Result<ScriptValue> parse_value(TokenStream& stream, std::size_t depth) {
  ScriptValue value;
  WRT_TRY(stream.expect(Token::Kind::LeftParen));
  const Token keyword = stream.take();
  if (keyword.is("i32.const")) {
    WRT_TRY(parse_number(stream, value));
  } else if (keyword.is("i64.const")) {
    value.kind = ScriptValue::Kind::I64;
    WRT_TRY(parse_number(stream, value));
  } else if (keyword.is("f32.const")) {
    value.kind = ScriptValue::Kind::F32;
    WRT_TRY(parse_number(stream, value));
  } else if (keyword.is("f64.const")) {
    value.kind = ScriptValue::Kind::F64;
    WRT_TRY(parse_number(stream, value));
  } else if (keyword.is("v128.const")) {
    WRT_TRY(parse_vector(stream, value));
  } else if (keyword.is("either")) {
    if (depth >= kMaxEitherDepth) return fail(ErrorKind::Limit, keyword.offset, "nesting is too deep");
    value.kind = ScriptValue::Kind::Either;
    while (!stream.at(Token::Kind::RightParen)) {
      WRT_ASSIGN(value.choices.emplace_back(), parse_value(stream, depth + 1));
    }
  } else if (keyword.kind == Token::Kind::Keyword && keyword.text.starts_with("ref.")) {
    WRT_TRY(parse_reference(stream, keyword.text.substr(4), keyword, value));
  } else {
    return stream.unexpected(keyword);
  }
  WRT_TRY(stream.expect_close());
  return value;
}

}  // namespace

std::uint64_t ScriptValue::bits() const {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits |= std::uint64_t{bytes[i]} << (8 * i);
  return bits;
}

Result<ScriptValue> parse_script_value(TokenStream& stream) {
  return parse_value(stream, 0);
}

}  // namespace wrt
