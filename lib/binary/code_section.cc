// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The code section (5.5.13). Bodies stay where they are: only their edges are noted. The one thing asked of each is
// that it ends with `end`. The reference interpreter reads on over the edge of a body that does not, and what it says
// then depends on the bytes behind, which nobody but the decoder has at hand.
#include "lib/binary/expression.h"
#include "lib/binary/sections.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

constexpr std::uint8_t kEnd = 0x0b;

// Reports what is wrong with a body that starts at `offset`, and whose last byte is no `end`.
void explain_missing_end(Decoding& decoding, std::size_t offset) {
  BodyReader body({offset, decoding.module.bytes.subspan(offset)});
  std::vector<LocalRun> locals;
  Result<> result = body.read_locals(0, locals);
  if (result) result = skip_expression(body);
  if (result) {
    result = fail(ErrorKind::Malformed, offset, "section size mismatch: the function's END lies outside of its body");
  }
  decoding.reader.fail(result.error().kind(), result.error().offset(), result.error().message());
}

void read_body(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::size_t start = reader.offset();
  const std::uint32_t size = reader.read_length();
  if (size > kMaxFunctionBodySize) return reader.fail(ErrorKind::Limit, start, "function body too large");
  const std::size_t offset = reader.offset();
  const ByteRange body{offset, reader.read_bytes(size)};
  if (reader.failed()) return;
  if (body.bytes.empty() || body.bytes.back() != kEnd) return explain_missing_end(decoding, offset);
  decoding.module.bodies.push_back(body);
}

}  // namespace

void read_code_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxFunctions, "function bodies");
  decoding.module.bodies.reserve(count);
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_body(decoding);
}

}  // namespace wrt
