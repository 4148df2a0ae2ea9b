// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SourceMap: where in a text the parts of the module come from that it was encoded to. Everything behind the text
// parser reads bytes and reports offsets in them; with the map such an offset is shown as a place in the text. Parts
// are instructions of function bodies, and otherwise whole fields. It costs eight bytes for each instruction, so it is
// best made when it is needed, by parsing the text once more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/wasm/module.h"

namespace wrt {

class SourceMap {
 public:
  // An instruction: where it begins in its body, locals counted, and in the source.
  struct Instruction {
    std::uint32_t code = 0;
    std::uint32_t source = 0;
  };

  // The field at `offset` of the source has been parsed: what is new in `module`, or beyond the last number of types,
  // came from it.
  void add_field(const Module& module, std::size_t types, std::size_t offset);
  // The instructions of the next body, in order.
  void add_body(std::span<const Instruction> instructions);

  // Where in the source that is made which stands at `offset` of the bytes. `module` must be those bytes decoded.
  // Nothing for an offset before everything that a field makes.
  std::optional<std::size_t> find(const Module& module, std::size_t offset) const;

 private:
  enum Part { kTypes, kImports, kFunctions, kTables, kMemories, kGlobals, kTags, kExports, kElements, kData, kParts };

  std::optional<std::size_t> find_in_bodies(const Module& module, std::size_t offset) const;

  // The field that each entry of a part came from, in the order of the module's vectors.
  std::array<std::vector<std::uint32_t>, kParts> fields_;
  std::optional<std::uint32_t> start_;
  std::vector<Instruction> instructions_;
  std::vector<std::size_t> body_ends_;  // in instructions_
};

}  // namespace wrt
