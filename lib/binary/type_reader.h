// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types as they stand in sections and in instructions (5.3). All functions leave their error in the reader. A type
// index may be anything: whether it exists is the validator's question.
#pragma once

#include <vector>

#include "lib/support/byte_reader.h"
#include "lib/wasm/features.h"
#include "lib/wasm/types.h"

namespace wrt {

// A type index that no module can have: what an index beyond the room of HeapType becomes.
inline constexpr TypeIndex kImpossibleTypeIndex = (1u << 24) - 1;

ValType read_val_type(ByteReader& reader);
RefType read_ref_type(ByteReader& reader);
HeapType read_heap_type(ByteReader& reader);
// A value type or i8 or i16.
ValType read_storage_type(ByteReader& reader);
FieldType read_field_type(ByteReader& reader);
// A vector of value types; `types` is overwritten.
void read_result_type(ByteReader& reader, std::vector<ValType>& types);

TableType read_table_type(ByteReader& reader);
MemoryType read_memory_type(ByteReader& reader, Features features);
GlobalType read_global_type(ByteReader& reader);
TagType read_tag_type(ByteReader& reader);

}  // namespace wrt
