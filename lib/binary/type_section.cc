// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The type section (5.5.4): recursion groups of composite types. A type outside `rec` is a group of its own, one
// without `sub` is final and has no supertype. All are flattened into one list, as type indices count them.
#include <fmt/format.h>

#include "lib/binary/sections.h"
#include "lib/binary/type_codes.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

void check_limit(ByteReader& reader, std::size_t offset, std::size_t count, std::uint32_t limit, const char* what) {
  if (count <= limit) return;
  reader.fail(ErrorKind::Limit, offset, fmt::format("too many {}: {}, at most {} are supported", what, count, limit));
}

void read_func_type(ByteReader& reader, FuncType& func) {
  const std::size_t offset = reader.offset();
  read_result_type(reader, func.params);
  read_result_type(reader, func.results);
  check_limit(reader, offset, func.params.size(), kMaxFunctionParams, "function parameters");
  check_limit(reader, offset, func.results.size(), kMaxFunctionResults, "function results");
}

void read_struct_type(ByteReader& reader, SubType& type) {
  const std::uint32_t count = read_count(reader, kMaxStructFields, "struct fields");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) type.fields.push_back(read_field_type(reader));
}

void read_composite_type(ByteReader& reader, SubType& type) {
  const std::size_t offset = reader.offset();
  const std::uint8_t code = reader.read_u8();
  switch (code) {
    case kCodeFunc: type.kind = SubType::Kind::Func; return read_func_type(reader, type.func);
    case kCodeStruct: type.kind = SubType::Kind::Struct; return read_struct_type(reader, type);
    case kCodeArray:
      type.kind = SubType::Kind::Array;
      type.fields.push_back(read_field_type(reader));
      return;
    default:
      reader.fail(ErrorKind::Malformed, offset,
                  (code & 0x80) != 0 ? "integer representation too long" : "malformed definition type");
  }
}

// The vector of supertypes, of which the standard allows one so far (3.2.11).
void read_supertypes(ByteReader& reader, SubType& type) {
  const std::size_t offset = reader.offset();
  const std::uint32_t count = reader.read_length();
  if (count > 1) reader.fail(ErrorKind::Invalid, offset, "sub type with more than one super type");
  if (count == 1) type.super = reader.read_u32();
}

void read_sub_type(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  SubType type;
  type.offset = reader.offset();
  const std::uint8_t code = reader.peek();
  if (code == kCodeSub || code == kCodeSubFinal) {
    reader.read_u8();
    type.is_final = code == kCodeSubFinal;
    read_supertypes(reader, type);
  }
  read_composite_type(reader, type);
  decoding.module.types.push_back(std::move(type));
}

void read_rec_type(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  std::vector<SubType>& types = decoding.module.types;
  const TypeIndex begin = static_cast<TypeIndex>(types.size());
  const std::size_t offset = reader.offset();
  std::uint32_t size = 1;
  if (reader.peek() == kCodeRec) {
    reader.read_u8();
    size = reader.read_length();
  }
  check_limit(reader, offset, types.size() + size, kMaxTypes, "types");
  for (std::uint32_t i = 0; i < size && !reader.failed(); ++i) read_sub_type(decoding);
  for (TypeIndex i = begin; i < types.size(); ++i) {
    types[i].group_begin = begin;
    types[i].group_size = size;
  }
}

}  // namespace

void read_type_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxTypes, "types");
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_rec_type(decoding);
}

}  // namespace wrt
