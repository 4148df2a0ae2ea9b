// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Literals, and vectors lane by lane. A vector with a wrong number of lanes is reported as that even when one of its
// lanes is out of range: the lanes are counted first.
#include "lib/text/literals.h"

#include <algorithm>
#include <cstring>

#include "lib/text/number.h"

namespace wrt {

namespace {

constexpr std::array kShapes = std::to_array<VectorShape>({
    {"i8x16", Lane::I8, 16},
    {"i16x8", Lane::I16, 8},
    {"i32x4", Lane::I32, 4},
    {"i64x2", Lane::I64, 2},
    {"f32x4", Lane::F32, 4},
    {"f64x2", Lane::F64, 2},
});

Unexpected out_of_range(const TokenStream& stream) {
  return fail(ErrorKind::Malformed, stream.offset(), "constant out of range");
}

Result<std::uint64_t> parse_lane_bits(TokenStream& stream, Lane lane) {
  if (lane == Lane::F64) return parse_f64_literal(stream);
  if (lane != Lane::F32) return parse_int_literal(stream, 8 * lane_size(lane));
  WRT_ASSIGN(const std::uint32_t bits, parse_f32_literal(stream));
  return bits;
}

}  // namespace

Result<std::uint64_t> parse_int_literal(TokenStream& stream, unsigned bits) {
  if (!stream.at(Token::Kind::Nat) && !stream.at(Token::Kind::Int)) return stream.unexpected();
  const std::optional<std::uint64_t> value = parse_int(stream.token().text, bits);
  if (!value) return out_of_range(stream);
  stream.take();
  return *value;
}

Result<std::uint32_t> parse_f32_literal(TokenStream& stream) {
  if (!is_number(stream.token())) return stream.unexpected();
  const std::optional<std::uint32_t> value = parse_f32(stream.token().text);
  if (!value) return out_of_range(stream);
  stream.take();
  return *value;
}

Result<std::uint64_t> parse_f64_literal(TokenStream& stream) {
  if (!is_number(stream.token())) return stream.unexpected();
  const std::optional<std::uint64_t> value = parse_f64(stream.token().text);
  if (!value) return out_of_range(stream);
  stream.take();
  return *value;
}

Result<VectorShape> parse_vector_shape(TokenStream& stream) {
  const auto found = std::find_if(kShapes.begin(), kShapes.end(),
                                  [&](const VectorShape& each) { return stream.at_keyword(each.keyword); });
  if (found == kShapes.end()) return stream.unexpected();
  stream.take();
  return *found;
}

Result<> parse_lane_literal(TokenStream& stream, const VectorShape& shape, std::uint32_t index,
                            std::array<std::uint8_t, 16>& bytes) {
  WRT_ASSIGN(const std::uint64_t bits, parse_lane_bits(stream, shape.lane));
  const std::uint32_t size = lane_size(shape.lane);
  for (std::uint32_t i = 0; i < size; ++i) bytes[index * size + i] = static_cast<std::uint8_t>(bits >> (8 * i));
  return {};
}

Result<> parse_v128(TokenStream& stream, std::array<std::uint8_t, 16>& bytes) {
  WRT_ASSIGN(const VectorShape shape, parse_vector_shape(stream));
  const std::size_t begin = stream.offset();
  std::optional<Error> lane_error;
  std::uint32_t count = 0;
  for (; is_number(stream.token()); ++count) {
    if (count >= shape.lanes) return fail(ErrorKind::Malformed, stream.offset(), "wrong number of lane literals");
    Result<> lane = parse_lane_literal(stream, shape, count, bytes);
    if (lane.has_value()) continue;
    // The token remains when it could not be read.
    if (!lane_error) lane_error.emplace(std::move(lane.error()));
    stream.take();
  }
  if (stream.at(Token::Kind::Keyword) || stream.at(Token::Kind::Reserved)) {
    // Something that was meant to be a lane.
    if (count < shape.lanes) return stream.unexpected();
  }
  if (count != shape.lanes) return fail(ErrorKind::Malformed, begin, "wrong number of lane literals");
  if (lane_error) return Unexpected(std::move(*lane_error));
  return {};
}

}  // namespace wrt
