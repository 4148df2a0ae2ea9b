// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signatures, type uses and type definitions (6.4.6, 6.4.7, 6.4.9).
#include <utility>

#include "lib/text/type_parser.h"

namespace wrt {

std::size_t TypeParser::FuncTypeHash::operator()(const FuncType& type) const {
  std::size_t hash = type.params.size();
  const auto mix = [&hash](const std::vector<ValType>& types) {
    for (const ValType each : types) hash = (hash ^ each.bits()) * 0x9e3779b97f4a7c15u;
  };
  mix(type.params);
  mix(type.results);
  return hash;
}

// `(param $x t)` has one parameter; `(param t*)` any number, without names.
Result<Signature> TypeParser::parse_signature(IndexSpace* params) {
  Signature signature;
  while (stream_.skip_open("param")) {
    signature.is_present = true;
    if (params != nullptr && (stream_.at(Token::Kind::Id) || !stream_.annotations().empty())) {
      WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
      WRT_TRY(params->bind(binding));
      WRT_ASSIGN(signature.type.params.emplace_back(), parse_val_type());
    } else {
      while (!stream_.at(Token::Kind::RightParen)) {
        WRT_ASSIGN(signature.type.params.emplace_back(), parse_val_type());
        if (params != nullptr) params->skip(1);
      }
    }
    WRT_TRY(stream_.expect_close());
  }
  while (stream_.skip_open("result")) {
    signature.is_present = true;
    while (!stream_.at(Token::Kind::RightParen)) {
      WRT_ASSIGN(signature.type.results.emplace_back(), parse_val_type());
    }
    WRT_TRY(stream_.expect_close());
  }
  return signature;
}

Result<TypeUse> TypeParser::parse_type_use(IndexSpace* params) {
  TypeUse use;
  const std::size_t offset = stream_.offset();
  const bool has_index = stream_.skip_open("type");
  if (has_index) {
    WRT_ASSIGN(use.index, names_.types.resolve(stream_, names_.identifiers));
    WRT_TRY(stream_.expect_close());
  }
  WRT_ASSIGN(use.signature, parse_signature(params));
  if (stream_.at_open("type") || stream_.at_open("param")) return stream_.unexpected_next();
  if (!has_index) {
    use.index = index_of(use.signature.type);
  } else if (use.signature.is_present) {
    if (use.index >= types_.size()) return fail(ErrorKind::Malformed, offset, "unknown type");
    const SubType& type = types_[use.index];
    const bool same = type.kind == SubType::Kind::Func && type.func == use.signature.type;
    // `(param)` alone spells out nothing.
    const bool is_empty = use.signature.type == FuncType();
    if (!same && !is_empty) return fail(ErrorKind::Malformed, offset, "inline function type does not match its type");
  }
  return use;
}

Result<BlockType> TypeParser::parse_block_type() {
  BlockType block;
  if (stream_.at_open("type")) {
    WRT_ASSIGN(const TypeUse use, parse_type_use(nullptr));
    block.kind = BlockType::Kind::Func;
    block.index = use.index;
    return block;
  }
  WRT_ASSIGN(const Signature signature, parse_signature(nullptr));
  const FuncType& type = signature.type;
  if (!type.params.empty() || type.results.size() > 1) {
    block.kind = BlockType::Kind::Func;
    block.index = index_of(type);
  } else if (!type.results.empty()) {
    block.kind = BlockType::Kind::Value;
    block.value = type.results[0];
  }
  return block;
}

TypeIndex TypeParser::index_of(const FuncType& type) {
  const auto found = by_signature_.find(type);
  if (found != by_signature_.end()) return found->second;
  SubType definition;
  definition.func = type;
  const TypeIndex index = static_cast<TypeIndex>(types_.size());
  add_group({std::move(definition)});
  return index;
}

void TypeParser::add_group(std::vector<SubType> group) {
  const TypeIndex begin = static_cast<TypeIndex>(types_.size());
  for (SubType& type : group) {
    type.group_begin = begin;
    type.group_size = static_cast<std::uint32_t>(group.size());
    // Only a final function type without supertypes, alone in its group, is what a type use spells out.
    const bool plain = type.kind == SubType::Kind::Func && type.is_final && !type.super && group.size() == 1;
    if (plain) by_signature_.emplace(type.func, begin);
    types_.push_back(std::move(type));
  }
}

std::uint32_t TypeParser::parameter_count(TypeIndex index) const {
  if (index >= types_.size() || types_[index].kind != SubType::Kind::Func) return 0;
  return static_cast<std::uint32_t>(types_[index].func.params.size());
}

Result<> TypeParser::parse_type_definition() {
  const TypeIndex index = static_cast<TypeIndex>(types_.size());
  std::vector<SubType> group(1);
  WRT_ASSIGN(group[0], parse_definition(index));
  add_group(std::move(group));
  return {};
}

Result<> TypeParser::parse_recursion_group() {
  std::vector<SubType> group;
  while (!stream_.at(Token::Kind::RightParen)) {
    WRT_TRY(stream_.expect_open("type"));
    WRT_ASSIGN(SubType type, parse_definition(static_cast<TypeIndex>(types_.size() + group.size())));
    group.push_back(std::move(type));
    WRT_TRY(stream_.expect_close());
  }
  add_group(std::move(group));
  return {};
}

// `$id? (sub final? x* composite)`, or the composite type alone, which is final.
Result<SubType> TypeParser::parse_definition(TypeIndex index) {
  SubType type;
  // The name itself was bound before any type was parsed.
  WRT_TRY(names_.identifiers.parse_binding(stream_));
  const bool is_sub = stream_.skip_open("sub");
  if (is_sub) {
    type.is_final = stream_.skip_keyword("final");
    if (stream_.at(Token::Kind::Id) || stream_.at(Token::Kind::Nat)) {
      WRT_ASSIGN(type.super, names_.types.resolve(stream_, names_.identifiers));
    }
  }
  WRT_TRY(parse_composite_type(index, type));
  if (is_sub) WRT_TRY(stream_.expect_close());
  return type;
}

Result<> TypeParser::parse_composite_type(TypeIndex index, SubType& type) {
  if (stream_.skip_open("func")) {
    // Names of parameters bind nothing here, but none may be given twice.
    IndexSpace params("local", "local");
    WRT_ASSIGN(Signature signature, parse_signature(&params));
    type.func = std::move(signature.type);
  } else if (stream_.skip_open("struct")) {
    type.kind = SubType::Kind::Struct;
    WRT_TRY(parse_struct_fields(index, type));
  } else if (stream_.skip_open("array")) {
    type.kind = SubType::Kind::Array;
    WRT_ASSIGN(type.fields.emplace_back(), parse_field_type());
  } else {
    return stream_.at(Token::Kind::LeftParen) ? stream_.unexpected_next() : stream_.unexpected();
  }
  return stream_.expect_close();
}

Result<> TypeParser::parse_struct_fields(TypeIndex index, SubType& type) {
  IndexSpace fields("field", "field");
  while (stream_.skip_open("field")) {
    if (stream_.at(Token::Kind::Id) || !stream_.annotations().empty()) {
      WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
      WRT_TRY(fields.bind(binding));
      WRT_ASSIGN(type.fields.emplace_back(), parse_field_type());
    } else {
      while (!stream_.at(Token::Kind::RightParen)) {
        WRT_ASSIGN(type.fields.emplace_back(), parse_field_type());
        fields.skip(1);
      }
    }
    WRT_TRY(stream_.expect_close());
  }
  if (fields.is_named()) names_.fields.emplace(index, std::move(fields));
  return {};
}

Result<FieldType> TypeParser::parse_field_type() {
  FieldType field;
  field.is_mutable = stream_.skip_open("mut");
  WRT_ASSIGN(field.storage, parse_storage_type());
  if (field.is_mutable) WRT_TRY(stream_.expect_close());
  return field;
}

Result<ValType> TypeParser::parse_storage_type() {
  if (stream_.skip_keyword("i8")) return ValType(ValType::I8);
  if (stream_.skip_keyword("i16")) return ValType(ValType::I16);
  return parse_val_type();
}

}  // namespace wrt
