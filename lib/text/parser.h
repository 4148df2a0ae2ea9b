// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text format (chapter 6) of WebAssembly 3.0 with threads, wide arithmetic and custom page sizes: text to bytes.
// Everything behind this reads bytes, so there is one way into the rest of wrt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/source_map.h"
#include "lib/wasm/features.h"

namespace wrt {

struct TextOptions {
  // Whether identifiers go into a name section, where backtraces and listings find them. Names given by annotations
  // (`@name`) do so in any case.
  bool names = true;
  // What the format itself depends on: without memory64, sizes of memories and tables have 32 bits, and a larger one is
  // malformed instead of invalid. All else that is not in the set is refused by decode_module().
  Features features;
};

// One module: `(module …)`, or its fields alone. Errors: Malformed, in the words of the official suite, with the byte
// offset into `source` (text_position.h shows it as line and column); Limit; Invalid for the few things of which the
// bytes keep no trace. Whether the module is valid is not checked. Takes time linear in the text. `map`, if given, must
// be empty, and then says where the module's parts stand in the text; a source for it has less than 4 GiB.
Result<std::vector<std::uint8_t>> parse_text_module(std::string_view source, const TextOptions& options = {},
                                                    SourceMap* map = nullptr);
// The same for source[begin, end), a module inside a script. Offsets count from the start of `source`.
Result<std::vector<std::uint8_t>> parse_text_module(std::string_view source, std::size_t begin, std::size_t end,
                                                    const TextOptions& options = {});

}  // namespace wrt
