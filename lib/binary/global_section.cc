// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The global section (5.5.9): a type and a constant expression for each global. Constant expressions are walked here
// only to find their end; here too stands how.
#include "lib/binary/expression.h"
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

ConstExpr read_const_expr(ByteReader& reader) {
  if (reader.failed()) return {};
  const ConstExpr rest{reader.offset(), reader.rest()};
  BodyReader body(rest);
  const Result<> skipped = skip_expression(body);
  if (!skipped) {
    reader.fail(skipped.error().kind(), skipped.error().offset(), skipped.error().message());
    return {};
  }
  return {rest.offset, reader.read_bytes(body.offset() - rest.offset)};
}

void read_global_section(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::uint32_t count = read_count(reader, kMaxGlobals, "globals");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    Global global;
    global.offset = reader.offset();
    global.type = read_global_type(reader);
    global.init = read_const_expr(reader);
    decoding.module.globals.push_back(global);
  }
}

}  // namespace wrt
