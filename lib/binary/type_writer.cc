// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function per production of chapter 5.3.
#include "lib/binary/type_writer.h"

#include "lib/binary/type_codes.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

void write_limits(ByteWriter& writer, const Limits& limits, AddressType address, std::uint8_t flags) {
  if (limits.max) flags |= kLimitsHasMax;
  if (address == AddressType::I64) flags |= kLimits64;
  writer.write_u8(flags);
  writer.write_u64(limits.min);
  if (limits.max) writer.write_u64(*limits.max);
}

void write_composite_type(ByteWriter& writer, const SubType& type) {
  switch (type.kind) {
    case SubType::Kind::Func:
      writer.write_u8(kCodeFunc);
      write_result_type(writer, type.func.params);
      write_result_type(writer, type.func.results);
      return;
    case SubType::Kind::Struct:
      writer.write_u8(kCodeStruct);
      writer.write_u64(type.fields.size());
      for (const FieldType& field : type.fields) write_field_type(writer, field);
      return;
    case SubType::Kind::Array:
      writer.write_u8(kCodeArray);
      write_field_type(writer, type.fields.front());
      return;
  }
  WRT_UNREACHABLE();
}

}  // namespace

void write_val_type(ByteWriter& writer, ValType type) {
  if (const std::optional<std::uint8_t> code = code_of_type(type)) return writer.write_u8(*code);
  WRT_CHECK(type.is_ref());
  writer.write_u8(type.nullable() ? kCodeRefNull : kCodeRefNonNull);
  write_heap_type(writer, type.heap());
}

void write_heap_type(ByteWriter& writer, HeapType type) {
  if (type.is_defined()) return writer.write_s64(type.index());
  // The byte of an abstract heap type is that of its nullable reference.
  const std::optional<std::uint8_t> code = code_of_type(ValType::ref(type, true));
  WRT_CHECK(code.has_value());
  writer.write_u8(*code);
}

void write_field_type(ByteWriter& writer, const FieldType& field) {
  write_val_type(writer, field.storage);
  writer.write_u8(field.is_mutable ? 1 : 0);
}

void write_result_type(ByteWriter& writer, std::span<const ValType> types) {
  writer.write_u64(types.size());
  for (const ValType type : types) write_val_type(writer, type);
}

void write_sub_type(ByteWriter& writer, const SubType& type) {
  if (!type.is_final || type.super) {
    writer.write_u8(type.is_final ? kCodeSubFinal : kCodeSub);
    writer.write_u32(type.super ? 1 : 0);
    if (type.super) writer.write_u32(*type.super);
  }
  write_composite_type(writer, type);
}

void write_table_type(ByteWriter& writer, const TableType& table) {
  write_val_type(writer, table.element);
  write_limits(writer, table.limits, table.address, 0);
}

void write_memory_type(ByteWriter& writer, const MemoryType& memory) {
  constexpr std::uint8_t kUsualPageSize = 16;
  const bool other_page_size = memory.page_size_log2 != kUsualPageSize;
  std::uint8_t flags = memory.shared ? kLimitsShared : 0;
  if (other_page_size) flags |= kLimitsPageSize;
  write_limits(writer, memory.limits, memory.address, flags);
  if (other_page_size) writer.write_u32(memory.page_size_log2);
}

void write_global_type(ByteWriter& writer, const GlobalType& global) {
  write_val_type(writer, global.type);
  writer.write_u8(global.is_mutable ? 1 : 0);
}

void write_tag_type(ByteWriter& writer, const TagType& tag) {
  writer.write_u8(0);
  writer.write_u32(tag.type);
}

}  // namespace wrt
