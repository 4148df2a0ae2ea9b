// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The function section (5.5.6): the type index of each function whose body stands in the code section.
#include "lib/binary/sections.h"
#include "lib/wasm/limits.h"

namespace wrt {

void read_function_section(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::uint32_t count = read_count(reader, kMaxFunctions, "functions");
  std::vector<Function>& functions = decoding.module.functions;
  functions.reserve(functions.size() + count);
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    const std::size_t offset = reader.offset();
    functions.push_back({reader.read_u32(), offset});
  }
}

}  // namespace wrt
