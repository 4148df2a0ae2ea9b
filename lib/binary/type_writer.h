// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types as bytes (5.3): the other direction of type_reader.h. References use their one-byte shorthand where there is
// one, as every encoder does.
#pragma once

#include <span>

#include "lib/support/byte_writer.h"
#include "lib/wasm/types.h"

namespace wrt {

// Value types, reference types and packed types.
void write_val_type(ByteWriter& writer, ValType type);
void write_heap_type(ByteWriter& writer, HeapType type);
void write_field_type(ByteWriter& writer, const FieldType& field);
void write_result_type(ByteWriter& writer, std::span<const ValType> types);
// One definition, with `sub` where it is not final or has a supertype; not the recursion group around it.
void write_sub_type(ByteWriter& writer, const SubType& type);

void write_table_type(ByteWriter& writer, const TableType& table);
void write_memory_type(ByteWriter& writer, const MemoryType& memory);
void write_global_type(ByteWriter& writer, const GlobalType& global);
void write_tag_type(ByteWriter& writer, const TagType& tag);

}  // namespace wrt
