// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The code section (5.5.13). Bodies stay where they are: only their edges are noted. The one thing asked of each is
// that it ends with `end`, because a body that does not is cut off, and what the reference interpreter says then
// depends on the bytes behind it, which later nobody has at hand.
#include "lib/binary/body_reader.h"
#include "lib/binary/sections.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

constexpr std::uint8_t kEnd = 0x0b;

// Reports the first error in a body that is known to have one: its last byte is no `end`.
void explain_missing_end(ByteReader& reader, const ByteRange& body) {
  BodyReader walk(body);
  std::vector<LocalRun> locals;
  Result<> read = walk.read_locals(0, locals);
  Instruction instruction;
  while (read && !walk.at_end()) read = walk.read(instruction);
  if (!read) return reader.fail(read.error().kind(), read.error().offset(), read.error().message());
  const char* message = reader.at_end()          ? "unexpected end of section or function"
                        : reader.peek() == kEnd  ? "section size mismatch: the function's END lies behind its body"
                                                 : "END opcode expected";
  reader.fail(ErrorKind::Malformed, walk.offset(), message);
}

void read_body(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::size_t start = reader.offset();
  const std::uint32_t size = reader.read_length();
  if (size > kMaxFunctionBodySize) return reader.fail(ErrorKind::Limit, start, "function body too large");
  const std::size_t offset = reader.offset();
  const ByteRange body{offset, reader.read_bytes(size)};
  if (reader.failed()) return;
  if (body.bytes.empty() || body.bytes.back() != kEnd) return explain_missing_end(reader, body);
  decoding.module.bodies.push_back(body);
}

}  // namespace

void read_code_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxFunctions, "function bodies");
  decoding.module.bodies.reserve(count);
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_body(decoding);
}

}  // namespace wrt
