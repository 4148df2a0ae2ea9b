// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Modules by their bytes: the frame, the order of sections, and the errors of each section with their place.
#include "lib/binary/decoder.h"

#include <catch2/catch.hpp>
#include <initializer_list>
#include <string>
#include <vector>

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A module of these bytes behind the preamble.
Bytes module_of(std::initializer_list<int> rest) {
  Bytes bytes = {0, 'a', 's', 'm', 1, 0, 0, 0};
  for (const int byte : rest) bytes.push_back(static_cast<std::uint8_t>(byte));
  return bytes;
}

std::string error_of(const Bytes& bytes, Features features = Features()) {
  const Result<Module> module = decode_module(bytes, features);
  if (module) return "";
  return std::to_string(module.error().offset()) + ": " + module.error().message();
}
std::string error_of(std::initializer_list<int> rest) {
  return error_of(module_of(rest));
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

}  // namespace

TEST_CASE("the empty module decodes") {
  const Bytes bytes = module_of({});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK(module->sections.empty());
  CHECK(module->bytes.data() == bytes.data());
}

TEST_CASE("what is no module is told apart") {
  CHECK(error_of(Bytes{}) == "0: unexpected end: the file is empty");
  CHECK(error_of(Bytes{0, 'a', 's'}) == "3: unexpected end of section or function");
  CHECK(error_of(Bytes{'(', 'm', 'o', 'd', 'u', 'l', 'e', ')'}) ==
        "0: magic header not detected: not a WebAssembly module");
  CHECK(error_of(Bytes{0, 'a', 's', 'm', 1, 0}) == "6: unexpected end of section or function");
  CHECK(error_of(Bytes{0, 'a', 's', 'm', 2, 0, 0, 0}) == "4: unknown binary version: 2, must be 1");
  CHECK(error_of(Bytes{0, 'a', 's', 'm', 13, 0, 1, 0}) ==
        "4: unknown binary version: this is a component, not a core module");
}

TEST_CASE("sections come in their order, and once") {
  // Ids in the order of the file; 0, custom, anywhere.
  const std::vector<int> order = {1, 2, 3, 4, 5, 13, 6, 7, 9, 12, 10, 11};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      INFO(order[i] << " then " << order[j]);
      const std::string error = error_of({order[i], 1, 0, 0, 1, 0, order[j], 1, 0});
      if (i < j) {
        CHECK(error.empty());
      } else {
        CHECK(starts_with(error, "14: unexpected content after last section"));
      }
    }
  }
  CHECK(starts_with(error_of({14, 1, 0}), "8: malformed section id: 14"));
  CHECK(starts_with(error_of({0x81, 1, 0}), "8: malformed section id: 129"));
}

TEST_CASE("a section has the size that it says") {
  CHECK(error_of({1, 2, 0}) == "10: section size mismatch: the type section says 2 bytes, its entries take 1");
  CHECK(error_of({1, 2, 0, 0}) == "10: section size mismatch: the type section says 2 bytes, its entries take 1");
  CHECK(error_of({1, 0, 0}) == "10: section size mismatch: the type section says 0 bytes, its entries take 1");
  CHECK(error_of({1, 0xff, 0xff, 0xff, 0xff, 0x07}) == "9: length out of bounds");
  CHECK(error_of({1}) == "9: unexpected end of section or function");
}

TEST_CASE("counts that the input cannot hold are refused at once") {
  for (const int id : {1, 2, 3, 4, 5, 13, 6, 7, 9, 10, 11}) {
    INFO(id);
    CHECK(error_of({id, 5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0}) == "10: length out of bounds");
  }
}

TEST_CASE("type section: forms, fields and supertypes") {
  CHECK(error_of({1, 4, 1, 0x60, 0, 0}).empty());
  CHECK(error_of({1, 4, 1, 0x61, 0, 0}) == "11: malformed definition type");
  CHECK(error_of({1, 5, 1, 0xe0, 0x7f, 0, 0}) == "11: integer representation too long");
  CHECK(error_of({1, 4, 1, 0x60, 1, 0x20, 0}) == "13: malformed value type");
  CHECK(error_of({1, 4, 1, 0x5e, 0x7f, 2}) == "13: malformed mutability");
  CHECK(error_of({1, 4, 1, 0x5e, 0x76, 0}) == "12: malformed storage type");
  // i8 is for fields only.
  CHECK(error_of({1, 4, 1, 0x60, 1, 0x78, 0}) == "13: malformed value type");
  CHECK(error_of({1, 8, 1, 0x50, 2, 0, 0, 0x60, 0, 0}) == "12: sub type with more than one super type");
  const Bytes groups = module_of({1, 13, 2, 0x4e, 2, 0x60, 0, 0, 0x50, 1, 0, 0x60, 0, 0, 0x5f, 0});
  CHECK(starts_with(error_of(groups), "10: section size mismatch"));
}

TEST_CASE("type section: groups are flattened") {
  const Bytes bytes = module_of({1, 15, 2, 0x4e, 2, 0x50, 0, 0x60, 0, 0, 0x4f, 1, 0, 0x60, 0, 0, 0x5f});
  const Bytes whole = [&bytes] {
    Bytes copy = bytes;
    copy[9] = 16;
    copy.push_back(0);
    return copy;
  }();
  const Result<Module> module = decode_module(whole);
  REQUIRE(module.has_value());
  REQUIRE(module->types.size() == 3);
  CHECK(module->types[1].group_begin == 0);
  CHECK(module->types[1].group_size == 2);
  CHECK_FALSE(module->types[0].is_final);
  CHECK(module->types[1].is_final);
  CHECK(module->types[1].super == TypeIndex{0});
  CHECK(module->types[2].group_begin == 2);
  CHECK(module->types[2].kind == SubType::Kind::Struct);
  CHECK(module->types[2].offset == 24);
}

TEST_CASE("import section: names and kinds") {
  CHECK(error_of({2, 6, 1, 1, 'a', 0, 5, 0}) == "14: malformed import kind");
  CHECK(error_of({2, 7, 1, 1, 0xff, 0, 0, 0, 0}) == "11: malformed UTF-8 encoding");
  CHECK(error_of({2, 8, 1, 1, 'a', 1, 'b', 4, 1, 0}) == "16: zero byte expected");
  const Bytes bytes = module_of({2, 14, 2, 1, 'a', 1, 'b', 3, 0x7f, 1, 1, 'c', 0, 3, 0x7e, 0});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK(module->imported_globals == 2);
  CHECK(module->imports[1].module == "c");
  CHECK(module->imports[1].index == 1);
  CHECK(module->globals[0].type.is_mutable);
}

TEST_CASE("table and memory sections: limits") {
  CHECK(error_of({4, 4, 1, 0x70, 0, 0}).empty());
  CHECK(error_of({4, 4, 1, 0x7f, 0, 0}) == "11: malformed reference type");
  CHECK(error_of({4, 4, 1, 0x70, 2, 0}) == "12: malformed limits flags");
  CHECK(error_of({4, 5, 1, 0x40, 1, 0x70, 0}) == "12: zero byte expected");
  CHECK(error_of({5, 3, 1, 0x10, 0}) == "11: malformed limits flags");
  CHECK(error_of({5, 5, 1, 0x0a, 0, 16, 0}) ==
        "10: section size mismatch: the memory section says 5 bytes, its entries take 4");
  CHECK(error_of({5, 4, 1, 0x08, 0, 64}) == "13: invalid custom page size");
  const Bytes bytes = module_of({5, 6, 1, 0x0f, 1, 0x80, 0x01, 0});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const MemoryType& type = module->memories[0].type;
  CHECK(type.shared);
  CHECK(type.address == AddressType::I64);
  CHECK(type.limits.max == 128u);
  CHECK(type.page_size_log2 == 0);
}

TEST_CASE("flags of proposals that are off are malformed") {
  Features features;
  features.set(Feature::CustomPageSizes, false);
  CHECK(error_of(module_of({5, 4, 1, 0x08, 0, 0}), features) == "11: malformed limits flags");
  features.set(Feature::Threads, false);
  CHECK(error_of(module_of({5, 4, 1, 0x03, 0, 0}), features) == "11: malformed limits flags");
}

TEST_CASE("global section: constant expressions end where they end") {
  const Bytes bytes = module_of({6, 10, 2, 0x7f, 0, 0x41, 5, 0x0b, 0x70, 1, 0xd0, 0x70, 0x0b});
  CHECK(starts_with(error_of(bytes), "10: section size mismatch"));
  Bytes right = bytes;
  right[9] = 11;
  const Result<Module> module = decode_module(right);
  REQUIRE(module.has_value());
  CHECK(module->globals[0].init.offset == 13);
  CHECK(module->globals[0].init.bytes.size() == 3);
  CHECK(module->globals[1].init.bytes.size() == 3);
  CHECK(error_of({6, 7, 1, 0x7f, 0, 0x41, 5}) == "9: length out of bounds");
  CHECK(error_of({6, 5, 1, 0x7f, 0, 0x41, 5}) == "15: unexpected end of section or function");
  CHECK(error_of({6, 6, 1, 0x7f, 0, 0x05, 0x0b, 0x0b}) == "13: END opcode expected: ELSE outside of IF");
  // Blocks are not constant, but they nest.
  CHECK(error_of({6, 8, 1, 0x7f, 0, 0x02, 0x40, 0x0b, 0x0b, 0x0b}) ==
        "10: section size mismatch: the global section says 8 bytes, its entries take 7");
}

TEST_CASE("export and start sections") {
  CHECK(error_of({7, 5, 1, 1, 'a', 5, 0}) == "13: malformed export kind");
  const Bytes bytes = module_of({7, 5, 1, 1, 'a', 4, 9, 8, 1, 3});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK(module->exports[0].kind == ExternKind::Tag);
  CHECK(module->exports[0].index == 9);
  CHECK(module->start == FuncIndex{3});
}

TEST_CASE("element section: all eight forms") {
  const auto decode_segment = [](std::initializer_list<int> segment) {
    Bytes bytes = module_of({9, static_cast<int>(segment.size()) + 1, 1});
    for (const int byte : segment) bytes.push_back(static_cast<std::uint8_t>(byte));
    Result<Module> module = decode_module(bytes);
    REQUIRE(module.has_value());
    return module->elements[0];
  };
  const ValType func = ValType::ref(HeapType::Func, false);
  CHECK(decode_segment({0, 0x41, 0, 0x0b, 1, 7}).functions == std::vector<FuncIndex>{7});
  CHECK(decode_segment({1, 0, 1, 7}).mode == SegmentMode::Passive);
  CHECK(decode_segment({2, 3, 0x41, 0, 0x0b, 0, 1, 7}).table == 3);
  CHECK(decode_segment({3, 0, 1, 7}).mode == SegmentMode::Declarative);
  CHECK(decode_segment({3, 0, 1, 7}).type == func);
  CHECK(decode_segment({4, 0x41, 0, 0x0b, 1, 0xd2, 7, 0x0b}).type == ValType::funcref());
  CHECK(decode_segment({5, 0x6f, 1, 0xd0, 0x6f, 0x0b}).type == ValType::externref());
  CHECK(decode_segment({6, 3, 0x41, 0, 0x0b, 0x70, 2, 0xd2, 7, 0x0b, 0xd2, 8, 0x0b}).size() == 2);
  CHECK(decode_segment({7, 0x70, 0}).size() == 0);
  CHECK(error_of({9, 2, 1, 8}) == "11: malformed elements segment kind");
  CHECK(error_of({9, 4, 1, 1, 1, 0}) == "12: malformed element kind");
}

TEST_CASE("code section: bodies are noted, not copied") {
  const Bytes bytes = module_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK(module->bodies[0].bytes.data() == bytes.data() + 16);
  CHECK(module->bodies[0].offset == 16);
  CHECK(starts_with(error_of({3, 2, 1, 0}), "12: function and code section have inconsistent lengths"));
  CHECK(starts_with(error_of({10, 4, 1, 2, 0, 0x0b}), "14: function and code section have inconsistent lengths"));
}

TEST_CASE("code section: a body without its end") {
  CHECK(error_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x01}) == "18: unexpected end of section or function");
  CHECK(error_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x16}) == "17: illegal opcode 16");
  CHECK(error_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x05}) == "17: END opcode expected: ELSE outside of IF");
  CHECK(error_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x19}) == "17: END opcode expected: CATCH_ALL outside of TRY");
  CHECK(error_of({3, 2, 1, 0, 10, 5, 1, 3, 0, 0x18, 0}) == "17: END opcode expected: DELEGATE outside of TRY");
  CHECK(starts_with(error_of({3, 2, 1, 0, 10, 4, 1, 2, 0, 0x01, 11, 1, 0}), "16: section size mismatch"));
  CHECK(error_of({3, 2, 1, 0, 10, 2, 1, 0}) == "16: unexpected end of section or function");
}

TEST_CASE("data and data count sections") {
  CHECK(error_of({11, 4, 1, 1, 1, 'x'}).empty());
  CHECK(error_of({11, 2, 1, 3}) == "11: malformed data segment kind");
  CHECK(starts_with(error_of({12, 1, 1}), "11: data count and data section have inconsistent lengths: 1 and 0"));
  CHECK(starts_with(error_of({12, 1, 0, 11, 4, 1, 1, 1, 'x'}), "17: data count and data section have inconsistent"));
  CHECK(error_of({11, 4, 1, 1, 5, 'x'}) == "12: length out of bounds");
}

TEST_CASE("custom sections: only the name matters") {
  const Bytes bytes = module_of({0, 4, 2, 'h', 'i', 9});
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK(module->customs[0].name == "hi");
  CHECK(module->customs[0].content.offset == 13);
  CHECK(module->sections[0].content.bytes.size() == 4);
  CHECK(error_of({0, 0}) == "10: unexpected end of section or function");
  CHECK(error_of({0, 1, 1, 'a'}) == "11: unexpected end of section or function");
  CHECK(error_of({0, 3, 2, 0xc0, 0x80}) == "10: malformed UTF-8 encoding");
}

TEST_CASE("a module beyond the limits is refused as such") {
  // 1,000,001 functions, each a byte.
  Bytes bytes = module_of({3, 0xc4, 0x84, 0x3d, 0xc1, 0x84, 0x3d});
  bytes.resize(bytes.size() + 1'000'001, 0);
  const Result<Module> module = decode_module(bytes);
  REQUIRE_FALSE(module.has_value());
  CHECK(module.error().kind() == ErrorKind::Limit);
  CHECK(module.error().message() == "too many functions: 1000001, at most 1000000 are supported");
}

}  // namespace wrt
