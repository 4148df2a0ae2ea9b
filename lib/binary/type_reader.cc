// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Value types are looked up by their byte in one table made from type_codes.h; the two prefixes of references are
// followed by a heap type.
#include "lib/binary/type_reader.h"

#include <array>

#include "lib/binary/type_codes.h"

namespace wrt {

namespace {

constexpr std::array<ValType, 128> kTypesByCode = [] {
  std::array<ValType, 128> types{};
  for (const TypeCode& each : kTypeCodes) types[each.code] = each.type;
  return types;
}();

void malformed(ByteReader& reader, std::size_t offset, const char* message) {
  reader.fail(ErrorKind::Malformed, offset, message);
}

// A byte that should be a type and is none: of several bytes, or unknown.
ValType bad_type(ByteReader& reader, std::size_t offset, std::uint8_t code, const char* message) {
  if (reader.failed()) return {};
  malformed(reader, offset, (code & 0x80) != 0 ? "integer representation too long" : message);
  return {};
}

ValType read_type(ByteReader& reader, bool want_numbers, bool want_packed, const char* message) {
  const std::size_t offset = reader.offset();
  const std::uint8_t code = reader.read_u8();
  if (code == kCodeRefNull) return ValType::ref(read_heap_type(reader), true);
  if (code == kCodeRefNonNull) return ValType::ref(read_heap_type(reader), false);
  const ValType type = code < kTypesByCode.size() ? kTypesByCode[code] : ValType();
  const bool right = type.is_packed() ? want_packed : type.is_ref() || (want_numbers && !type.is_bottom());
  if (!right) [[unlikely]]
    return bad_type(reader, offset, code, message);
  return type;
}

AddressType address_of(std::uint8_t flags) {
  return (flags & kLimits64) != 0 ? AddressType::I64 : AddressType::I32;
}

std::uint8_t read_limits_flags(ByteReader& reader, std::uint8_t allowed) {
  const std::size_t offset = reader.offset();
  const std::uint8_t flags = reader.read_u8();
  if ((flags & ~allowed) != 0) malformed(reader, offset, "malformed limits flags");
  return flags;
}

// Always as 64 bits: a number too large for 32-bit addresses is invalid, not malformed.
Limits read_limits(ByteReader& reader, std::uint8_t flags) {
  Limits limits;
  limits.min = reader.read_u64();
  if ((flags & kLimitsHasMax) != 0) limits.max = reader.read_u64();
  return limits;
}

bool read_mutability(ByteReader& reader) {
  const std::size_t offset = reader.offset();
  const std::uint8_t byte = reader.read_u8();
  if (byte > 1) malformed(reader, offset, "malformed mutability");
  return byte == 1;
}

}  // namespace

ValType read_val_type(ByteReader& reader) {
  return read_type(reader, true, false, "malformed value type");
}

RefType read_ref_type(ByteReader& reader) {
  return read_type(reader, false, false, "malformed reference type");
}

ValType read_storage_type(ByteReader& reader) {
  return read_type(reader, true, true, "malformed storage type");
}

HeapType read_heap_type(ByteReader& reader) {
  const std::size_t offset = reader.offset();
  const std::uint8_t first = reader.peek();
  if (first < 0x80) {
    const ValType type = kTypesByCode[first];
    if (type.is_ref()) {
      reader.read_u8();
      return type.heap();
    }
  }
  const std::int64_t index = reader.read_s33();
  if (index < 0) {
    malformed(reader, offset, "malformed heap type");
    return HeapType::Bottom;
  }
  return HeapType::defined(index < kImpossibleTypeIndex ? static_cast<TypeIndex>(index) : kImpossibleTypeIndex);
}

FieldType read_field_type(ByteReader& reader) {
  FieldType field;
  field.storage = read_storage_type(reader);
  field.is_mutable = read_mutability(reader);
  return field;
}

void read_result_type(ByteReader& reader, std::vector<ValType>& types) {
  const std::uint32_t count = reader.read_length();
  types.clear();
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) types.push_back(read_val_type(reader));
}

TableType read_table_type(ByteReader& reader) {
  TableType table;
  table.element = read_ref_type(reader);
  const std::uint8_t flags = read_limits_flags(reader, kLimitsHasMax | kLimits64);
  table.address = address_of(flags);
  table.limits = read_limits(reader, flags);
  return table;
}

MemoryType read_memory_type(ByteReader& reader, Features features) {
  std::uint8_t allowed = kLimitsHasMax | kLimits64;
  if (features.has(Feature::Threads)) allowed |= kLimitsShared;
  if (features.has(Feature::CustomPageSizes)) allowed |= kLimitsPageSize;
  const std::uint8_t flags = read_limits_flags(reader, allowed);
  MemoryType memory;
  memory.address = address_of(flags);
  memory.shared = (flags & kLimitsShared) != 0;
  memory.limits = read_limits(reader, flags);
  if ((flags & kLimitsPageSize) != 0) {
    const std::size_t offset = reader.offset();
    const std::uint32_t log2 = reader.read_u32();
    if (log2 >= 64) malformed(reader, offset, "invalid custom page size");
    memory.page_size_log2 = static_cast<std::uint8_t>(log2);
  }
  return memory;
}

GlobalType read_global_type(ByteReader& reader) {
  GlobalType global;
  global.type = read_val_type(reader);
  global.is_mutable = read_mutability(reader);
  return global;
}

TagType read_tag_type(ByteReader& reader) {
  const std::size_t offset = reader.offset();
  if (reader.read_u8() != 0) malformed(reader, offset, "zero byte expected");
  return TagType{reader.read_u32()};
}

}  // namespace wrt
