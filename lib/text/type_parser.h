// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types in text (6.4), and the module's list of defined types. A type use that spells out a signature refers to the
// first type with that signature, and appends one where there is none (6.4.9): so the list grows while functions are
// parsed, in the order of their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/binary/instruction.h"
#include "lib/text/names.h"
#include "lib/text/parser.h"
#include "lib/text/token_stream.h"
#include "lib/wasm/types.h"

namespace wrt {

// A signature as it is spelled out: `(param …)* (result …)*`.
struct Signature {
  FuncType type;
  bool is_present = false;  // whether there was any clause, be it empty
};

struct TypeUse {
  TypeIndex index = 0;
  Signature signature;  // spelled out beside or in place of `(type x)`
};

// The abstract heap type that is called so: "func", "none", ….
std::optional<HeapType> abstract_heap_type(std::string_view word);

class TypeParser {
 public:
  TypeParser(TokenStream& stream, ModuleNames& names, const TextOptions& options)
      : stream_(stream), names_(names), options_(options) {}

  Result<ValType> parse_val_type();
  Result<RefType> parse_ref_type();
  Result<HeapType> parse_heap_type();
  // At a reference type: a shorthand or `(ref`.
  bool at_ref_type() const;
  bool at_val_type() const;
  Result<GlobalType> parse_global_type();
  Result<TableType> parse_table_type();
  Result<MemoryType> parse_memory_type();
  // What is behind the address type.
  Result<MemoryType> parse_memory_type(AddressType address);
  // Parts of the above. A page size of 1 or 65536 is asked for by validation; here it must be a power of two.
  AddressType parse_address_type();
  Result<Limits> parse_limits();
  Result<std::uint64_t> parse_limit();
  Result<std::uint8_t> parse_page_size();
  bool at_limits() const { return stream_.at(Token::Kind::Nat); }

  // Parameters are bound in `params` if it is given; else they must have no names.
  Result<Signature> parse_signature(IndexSpace* params);
  // Error: "inline function type" if `(type x)` and a signature disagree.
  Result<TypeUse> parse_type_use(IndexSpace* params);
  Result<BlockType> parse_block_type();

  // A type definition, or a recursion group of them, behind its keyword and up to its closing parenthesis. All names
  // of types are bound by then.
  Result<> parse_type_definition();
  Result<> parse_recursion_group();

  const std::vector<SubType>& types() const { return types_; }
  // Parameters of the type; 0 if it is unknown or no function type.
  std::uint32_t parameter_count(TypeIndex index) const;

 private:
  struct FuncTypeHash {
    std::size_t operator()(const FuncType& type) const;
  };

  Result<SubType> parse_definition(TypeIndex index);
  Result<> parse_composite_type(TypeIndex index, SubType& type);
  Result<> parse_struct_fields(TypeIndex index, SubType& type);
  Result<FieldType> parse_field_type();
  Result<ValType> parse_storage_type();
  void add_group(std::vector<SubType> group);
  TypeIndex index_of(const FuncType& type);

  TokenStream& stream_;
  ModuleNames& names_;
  const TextOptions& options_;
  std::vector<SubType> types_;
  std::unordered_map<FuncType, TypeIndex, FuncTypeHash> by_signature_;
};

}  // namespace wrt
