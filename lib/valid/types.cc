// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Type definitions (3.2.11 to 3.2.13). A definition may name any type of its own recursion group and those before; a
// supertype must come before, be open, and be matched by the definition.
#include <fmt/format.h>

#include <vector>

#include "lib/valid/environment.h"
#include "lib/valid/errors.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

bool names_only_below(ValType type, TypeIndex limit) {
  return !type.is_ref() || !type.heap().is_defined() || type.heap().index() < limit;
}

// The first type of `type` that names something at or beyond `limit`, if any.
const ValType* find_unknown(const SubType& type, TypeIndex limit) {
  for (const ValType& each : type.func.params) {
    if (!names_only_below(each, limit)) return &each;
  }
  for (const ValType& each : type.func.results) {
    if (!names_only_below(each, limit)) return &each;
  }
  for (const FieldType& field : type.fields) {
    if (!names_only_below(field.storage, limit)) return &field.storage;
  }
  return nullptr;
}

Result<> check_names(const SubType& type, TypeIndex index) {
  const TypeIndex limit = type.group_begin + type.group_size;
  if (const ValType* found = find_unknown(type, limit)) {
    return fail(ErrorKind::Invalid, type.offset, errors::unknown("type", found->heap().index()));
  }
  if (!type.super) return {};
  if (*type.super >= limit) return fail(ErrorKind::Invalid, type.offset, errors::unknown("type", *type.super));
  if (*type.super < index) return {};
  return fail(ErrorKind::Invalid, type.offset,
              fmt::format("unknown type: forward use of type {} in sub type definition", *type.super));
}

Result<> check_supertype(const TypeContext& types, TypeIndex index) {
  const SubType& type = types.type(index);
  const SubType& super = types.type(*type.super);
  if (super.is_final) {
    return fail(ErrorKind::Invalid, type.offset,
                fmt::format("sub type {} has final super type {}", index, *type.super));
  }
  if (types.composite_matches(type, super)) return {};
  return fail(ErrorKind::Invalid, type.offset,
              fmt::format("sub type {} does not match super type {}", index, *type.super));
}

// Matching walks chains of supertypes, so their length is bounded first. Precondition: supertypes come before.
Result<> check_depths(const std::vector<SubType>& types) {
  std::vector<std::uint8_t> depth(types.size(), 0);
  for (TypeIndex i = 0; i < types.size(); ++i) {
    if (!types[i].super) continue;
    depth[i] = static_cast<std::uint8_t>(depth[*types[i].super] + 1);
    if (depth[i] > kMaxSubtypingDepth) {
      return fail(ErrorKind::Limit, types[i].offset,
                  fmt::format("sub type {} is too deep: more than {} super types", i, kMaxSubtypingDepth));
    }
  }
  return {};
}

}  // namespace

Result<TypeContext> validate_types(const Module& module) {
  for (TypeIndex i = 0; i < module.types.size(); ++i) WRT_TRY(check_names(module.types[i], i));
  WRT_TRY(check_depths(module.types));
  TypeContext types(module.types);
  for (TypeIndex i = 0; i < module.types.size(); ++i) {
    if (module.types[i].super) WRT_TRY(check_supertype(types, i));
  }
  return types;
}

Result<> validate_val_type(const TypeContext& types, ValType type, std::size_t offset) {
  if (names_only_below(type, static_cast<TypeIndex>(types.size()))) return {};
  return fail(ErrorKind::Invalid, offset, errors::unknown("type", type.heap().index()));
}

Result<> validate_func_type_index(const TypeContext& types, TypeIndex index, std::size_t offset) {
  if (index >= types.size()) return fail(ErrorKind::Invalid, offset, errors::unknown("type", index));
  if (types.type(index).kind == SubType::Kind::Func) return {};
  return fail(ErrorKind::Invalid, offset, fmt::format("type mismatch: non-function type {}", index));
}

}  // namespace wrt
