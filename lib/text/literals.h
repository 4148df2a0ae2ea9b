// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numeric literals as they stand in a token stream: instructions and scripts read the same ones.
// Errors: "unexpected token" where no number of that kind stands, "constant out of range".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/support/result.h"
#include "lib/text/token_stream.h"
#include "lib/wasm/opcodes.h"

namespace wrt {

inline bool is_number(const Token& token) {
  return token.kind == Token::Kind::Nat || token.kind == Token::Kind::Int || token.kind == Token::Kind::Float;
}

// An integer of `bits` bits, signed or not, as two's complement.
Result<std::uint64_t> parse_int_literal(TokenStream& stream, unsigned bits);
// Bit patterns.
Result<std::uint32_t> parse_f32_literal(TokenStream& stream);
Result<std::uint64_t> parse_f64_literal(TokenStream& stream);

// How a vector literal is divided: `i8x16` and the like.
struct VectorShape {
  std::string_view keyword;
  Lane lane;
  std::uint32_t lanes;
};

// The shape that stands here, taken. Error: "unexpected token".
Result<VectorShape> parse_vector_shape(TokenStream& stream);
// A lane of the shape, written to `bytes` as lane number `index`.
Result<> parse_lane_literal(TokenStream& stream, const VectorShape& shape, std::uint32_t index,
                            std::array<std::uint8_t, 16>& bytes);
// A shape and its lanes. Error: "wrong number of lane literals".
Result<> parse_v128(TokenStream& stream, std::array<std::uint8_t, 16>& bytes);

}  // namespace wrt
