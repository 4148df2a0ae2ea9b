// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The bytes that stand for types (5.3), in the one place that decoder, encoder and their tests share. All of them are
// one-byte negative LEB128 numbers, so that a type index, which is not negative, can stand in their place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "lib/wasm/types.h"

namespace wrt {

inline constexpr std::uint8_t kCodeRefNonNull = 0x64;
inline constexpr std::uint8_t kCodeRefNull = 0x63;
inline constexpr std::uint8_t kCodeFunc = 0x60;
inline constexpr std::uint8_t kCodeStruct = 0x5f;
inline constexpr std::uint8_t kCodeArray = 0x5e;
inline constexpr std::uint8_t kCodeSub = 0x50;
inline constexpr std::uint8_t kCodeSubFinal = 0x4f;
inline constexpr std::uint8_t kCodeRec = 0x4e;
inline constexpr std::uint8_t kCodeEmptyBlock = 0x40;

// Flags of limits (5.3.14 and the proposals for threads and custom page sizes).
inline constexpr std::uint8_t kLimitsHasMax = 0x01;
inline constexpr std::uint8_t kLimitsShared = 0x02;
inline constexpr std::uint8_t kLimits64 = 0x04;
inline constexpr std::uint8_t kLimitsPageSize = 0x08;

struct TypeCode {
  std::uint8_t code;
  ValType type;
};

// Value types of one byte; the abstract references are their nullable shorthands, and heap types by the same byte.
inline constexpr std::array<TypeCode, 19> kTypeCodes = {{
    {0x7f, ValType::I32},
    {0x7e, ValType::I64},
    {0x7d, ValType::F32},
    {0x7c, ValType::F64},
    {0x7b, ValType::V128},
    {0x78, ValType::I8},
    {0x77, ValType::I16},
    {0x74, ValType::ref(HeapType::NoExn, true)},
    {0x73, ValType::ref(HeapType::NoFunc, true)},
    {0x72, ValType::ref(HeapType::NoExtern, true)},
    {0x71, ValType::ref(HeapType::None, true)},
    {0x70, ValType::ref(HeapType::Func, true)},
    {0x6f, ValType::ref(HeapType::Extern, true)},
    {0x6e, ValType::ref(HeapType::Any, true)},
    {0x6d, ValType::ref(HeapType::Eq, true)},
    {0x6c, ValType::ref(HeapType::I31, true)},
    {0x6b, ValType::ref(HeapType::Struct, true)},
    {0x6a, ValType::ref(HeapType::Array, true)},
    {0x69, ValType::ref(HeapType::Exn, true)},
}};

// The type of a single byte; bottom if there is none.
constexpr ValType type_from_code(std::uint8_t code) {
  for (const TypeCode& each : kTypeCodes) {
    if (each.code == code) return each.type;
  }
  return ValType();
}

// The single byte of a type, if it has one.
constexpr std::optional<std::uint8_t> code_of_type(ValType type) {
  for (const TypeCode& each : kTypeCodes) {
    if (each.type == type) return each.code;
  }
  return std::nullopt;
}

}  // namespace wrt
