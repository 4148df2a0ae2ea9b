// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From offsets of the binary back into the text.
#include "lib/text/source_map.h"

#include <catch2/catch.hpp>
#include <string_view>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/binary/decoder.h"
#include "test/unit/text/parse.h"

namespace wrt {
namespace {

struct Mapped {
  explicit Mapped(std::string_view text) : source(text) {
    Result<std::vector<std::uint8_t>> encoded = parse_text_module(text, {}, &map);
    REQUIRE(encoded.has_value());
    bytes = std::move(*encoded);
    Result<Module> decoded = decode_module(bytes);
    REQUIRE(decoded.has_value());
    module = std::move(*decoded);
  }

  // The text from the place on that `offset` comes from, or "" if there is none.
  std::string_view at(std::size_t offset, std::size_t length) const {
    const std::optional<std::size_t> place = map.find(module, offset);
    return place ? source.substr(*place, length) : std::string_view();
  }

  // The same for each instruction of a body, a word each.
  std::string words(FuncIndex function) const {
    BodyReader reader(module.body(function));
    std::vector<LocalRun> locals;
    REQUIRE(reader.read_locals(0, locals).has_value());
    std::string result;
    Instruction instruction;
    while (!reader.at_end()) {
      REQUIRE(reader.read(instruction).has_value());
      const std::string_view rest = at(instruction.offset, source.size());
      result += rest.substr(0, rest[0] == ')' ? 1 : rest.find_first_of(" ()"));
      result += ' ';
    }
    return result;
  }

  std::string_view source;
  SourceMap map;
  std::vector<std::uint8_t> bytes;
  Module module;
};

}  // namespace

TEST_CASE("SourceMap knows each instruction's place, folded or flat") {
  const Mapped mapped(
      "(module (import \"a\" \"b\" (func)) (func (local i64) (drop (i32.add (i32.const 1) (i32.const 2))) nop)"
      " (func (if (i32.const 1) (then (nop)) (else (unreachable))) block nop end if else end))");
  CHECK(mapped.words(1) == "i32.const i32.const i32.add drop nop ) ");
  // The `if` of a text that is not valid: what matters is the place.
  CHECK(mapped.words(2) == "i32.const if nop else unreachable ) block nop end if else end ) ");
}

TEST_CASE("SourceMap leads what is no instruction to its field") {
  const Mapped mapped(
      "(type $t (func (param i32))) (rec (type (func)) (type (struct)))"
      " (import \"a\" \"b\" (func $f)) (memory 1) (global i32 (i32.const 1)) (global i64 (i64.const 2))"
      " (func (export \"e\")) (start 1) (table 1 funcref) (elem (i32.const 0) $f) (data \"x\") (tag)");
  const Module& module = mapped.module;
  CHECK(mapped.at(module.types[0].offset, 7) == "type $t");
  CHECK(mapped.at(module.types[2].offset, 3) == "rec");
  CHECK(mapped.at(module.imports[0].offset, 6) == "import");
  CHECK(mapped.at(module.memories[0].offset, 8) == "memory 1");
  CHECK(mapped.at(module.globals[1].init.offset, 10) == "global i64");
  CHECK(mapped.at(module.exports[0].offset, 4) == "func");
  CHECK(mapped.at(module.start_offset, 5) == "start");
  CHECK(mapped.at(module.elements[0].offset, 4) == "elem");
  CHECK(mapped.at(module.data[0].offset, 4) == "data");
  CHECK(mapped.at(module.tags[0].offset, 3) == "tag");
  CHECK(mapped.at(0, 1).empty());
}

}  // namespace wrt
