// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching is by bits: a lane is as many bytes as it has, and only a NaN pattern looks into them.
#include "tools/wrt/wast/script_values.h"

#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "lib/text/instruction_printer.h"
#include "runtime/gc_object.h"
#include "runtime/type_registry.h"

namespace wrt {

namespace {

using Kind = ScriptValue::Kind;

// The type of a number or vector; nothing for references and alternatives.
std::optional<ValType> number_type(const ScriptValue& value) {
  switch (value.kind) {
    case Kind::I32: return ValType::I32;
    case Kind::I64: return ValType::I64;
    case Kind::F32: return ValType::F32;
    case Kind::F64: return ValType::F64;
    case Kind::V128: return ValType::V128;
    case Kind::RefNull:
    case Kind::Ref:
    case Kind::Either: break;
  }
  return std::nullopt;
}

// The lanes of a value: a scalar is one.
Lane lane_of(const ScriptValue& value) {
  switch (value.kind) {
    case Kind::I32: return Lane::I32;
    case Kind::I64: return Lane::I64;
    case Kind::F32: return Lane::F32;
    case Kind::F64: return Lane::F64;
    default: return value.lane;
  }
}

// The bottom of the hierarchy that an abstract heap type belongs to: what null is in it.
HeapType bottom_of(HeapType heap) {
  switch (heap.kind()) {
    case HeapType::Func:
    case HeapType::NoFunc: return HeapType::NoFunc;
    case HeapType::Extern:
    case HeapType::NoExtern: return HeapType::NoExtern;
    case HeapType::Exn:
    case HeapType::NoExn: return HeapType::NoExn;
    default: return HeapType::None;
  }
}

bool same_hierarchy(HeapType abstract, ValType type) {
  return engine_types().matches(bottom_of(abstract), type.heap());
}

// --- Matching ---

bool matches_nan(NanPattern pattern, std::uint64_t bits, std::uint32_t size) {
  const unsigned fraction_bits = size == 4 ? 23 : 52;
  const std::uint64_t quiet = std::uint64_t{1} << (fraction_bits - 1);
  const std::uint64_t exponent = size == 4 ? 0x7f80'0000 : 0x7ff0'0000'0000'0000;
  const std::uint64_t without_sign = bits & (exponent | ((quiet << 1) - 1));
  if (pattern == NanPattern::Canonical) return without_sign == (exponent | quiet);
  return (bits & (exponent | quiet)) == (exponent | quiet);
}

bool matches_number(const ScriptValue& pattern, const Value& value) {
  const std::uint32_t lane = lane_size(lane_of(pattern));
  const std::size_t lanes = pattern.kind == Kind::V128 ? sizeof(value.v128) / lane : 1;
  for (std::size_t i = 0; i < lanes; ++i) {
    const bool may_be_nan = i < pattern.nan.size() && pattern.nan[i] != NanPattern::None;
    if (may_be_nan) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, value.v128 + i * lane, lane);
      if (!matches_nan(pattern.nan[i], bits, lane)) return false;
    } else if (std::memcmp(value.v128 + i * lane, pattern.bytes.data() + i * lane, lane) != 0) {
      return false;
    }
  }
  return true;
}

bool is_object_of_kind(const void* reference, VMObjectKind kind) {
  return is_object(reference) && static_cast<const VMObject*>(reference)->type->kind == kind;
}

// What a reference is, as a heap type of the hierarchy of `type`. Precondition: it is not null.
HeapType heap_of(const void* reference, ValType type) {
  if (same_hierarchy(HeapType::Func, type)) return HeapType::Func;
  if (same_hierarchy(HeapType::Exn, type)) return HeapType::Exn;
  if (same_hierarchy(HeapType::Extern, type)) return HeapType::Extern;
  if (!is_object(reference)) return HeapType::I31;
  if (is_object_of_kind(reference, VMObjectKind::Struct)) return HeapType::Struct;
  return is_object_of_kind(reference, VMObjectKind::Array) ? HeapType::Array : HeapType::Any;
}

bool matches_reference(const ScriptValue& pattern, const Value& value, ValType type) {
  if (pattern.kind == Kind::RefNull) {
    return value.ref == nullptr && (!pattern.heap || same_hierarchy(*pattern.heap, type));
  }
  if (value.ref == nullptr) return false;
  if (!engine_types().matches(heap_of(value.ref, type), *pattern.heap)) return false;
  return !pattern.number || Store::word_of(value.ref) == *pattern.number;
}

// --- Showing ---

std::string lane_text(Lane lane, const std::uint8_t* data) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, data, lane_size(lane));
  switch (lane) {
    case Lane::I8: return fmt::format("{}", static_cast<std::int8_t>(bits));
    case Lane::I16: return fmt::format("{}", static_cast<std::int16_t>(bits));
    case Lane::I32: return fmt::format("{}", static_cast<std::int32_t>(bits));
    case Lane::F32: return float_text(static_cast<std::uint32_t>(bits));
    case Lane::F64: return double_text(bits);
    default: return fmt::format("{}", static_cast<std::int64_t>(bits));
  }
}

std::string_view shape_text(Lane lane) {
  switch (lane) {
    case Lane::I8: return "i8x16";
    case Lane::I16: return "i16x8";
    case Lane::I64: return "i64x2";
    case Lane::F32: return "f32x4";
    case Lane::F64: return "f64x2";
    default: return "i32x4";
  }
}

// `nan` may be shorter than there are lanes.
std::string vector_text(Lane lane, const std::uint8_t* data, std::span<const NanPattern> nan) {
  std::string text = fmt::format("(v128.const {}", shape_text(lane));
  for (std::size_t i = 0; i < sizeof(Value::v128) / lane_size(lane); ++i) {
    const NanPattern pattern = i < nan.size() ? nan[i] : NanPattern::None;
    if (pattern == NanPattern::None) {
      text += ' ' + lane_text(lane, data + i * lane_size(lane));
    } else {
      text += pattern == NanPattern::Canonical ? " nan:canonical" : " nan:arithmetic";
    }
  }
  return text + ')';
}

std::string show_one(const ScriptValue& value) {
  if (value.kind == Kind::V128) return vector_text(value.lane, value.bytes.data(), value.nan);
  if (const std::optional<ValType> type = number_type(value)) {
    std::string text = lane_text(lane_of(value), value.bytes.data());
    if (value.nan[0] != NanPattern::None) {
      text = value.nan[0] == NanPattern::Canonical ? "nan:canonical" : "nan:arithmetic";
    }
    return fmt::format("({}.const {})", to_string(*type), text);
  }
  if (value.kind == Kind::RefNull)
    return value.heap ? fmt::format("(ref.null {})", to_string(*value.heap)) : "(ref.null)";
  if (value.kind == Kind::Either) return fmt::format("(either {})", show(value.choices));
  const std::string number = value.number ? fmt::format(" {}", *value.number) : "";
  return fmt::format("(ref.{}{})", value.is_host ? "host" : to_string(*value.heap), number);
}

std::string show_reference(const void* reference, ValType type) {
  if (reference == nullptr) return "(ref.null)";
  const HeapType heap = heap_of(reference, type);
  const std::optional<std::uint64_t> word =
      same_hierarchy(HeapType::Any, type) || heap == HeapType::Extern ? Store::word_of(reference) : std::nullopt;
  if (!word) return fmt::format("(ref.{})", to_string(heap));
  return fmt::format("(ref.{} {})", heap == HeapType::Extern ? "extern" : "host", *word);
}

std::string show_one(const Value& value, ValType type, Lane lane) {
  switch (type.kind()) {
    case ValType::I32: return fmt::format("(i32.const {})", value.i32);
    case ValType::I64: return fmt::format("(i64.const {})", value.i64);
    case ValType::F32: return fmt::format("(f32.const {})", float_text(value.u32));
    case ValType::F64: return fmt::format("(f64.const {})", double_text(value.u64));
    case ValType::V128: return vector_text(lane == Lane::None ? Lane::I32 : lane, value.v128, {});
    default: return show_reference(value.ref, type);
  }
}

}  // namespace

std::expected<Value, std::string> make_argument(const ScriptValue& value, ValType type, Store& store) {
  const std::unexpected<std::string> mismatch(
      fmt::format("{} is no value of type {}", show_one(value), to_string(type)));
  Value argument{};
  if (const std::optional<ValType> number = number_type(value)) {
    for (const NanPattern each : value.nan) {
      if (each != NanPattern::None) return std::unexpected(show_one(value) + " is a pattern, not a value");
    }
    if (*number != type) return mismatch;
    std::memcpy(&argument, value.bytes.data(), sizeof argument);
    return argument;
  }
  if (!type.is_ref()) return mismatch;
  if (value.kind == Kind::RefNull) {
    if (!type.nullable() || (value.heap && !same_hierarchy(*value.heap, type))) return mismatch;
    return argument;
  }
  if (value.kind == Kind::Either || !value.number) {
    return std::unexpected(show_one(value) + " is a pattern, not a value");
  }
  if (!engine_types().matches(*value.heap, type.heap())) return mismatch;
  argument.ref = store.new_host_ref(*value.number);
  if (argument.ref == nullptr) return std::unexpected("the garbage-collected heap is exhausted");
  return argument;
}

bool matches(const ScriptValue& pattern, const Value& value, ValType type) {
  if (pattern.kind == Kind::Either) {
    for (const ScriptValue& each : pattern.choices) {
      if (matches(each, value, type)) return true;
    }
    return false;
  }
  if (const std::optional<ValType> number = number_type(pattern)) {
    return *number == type && matches_number(pattern, value);
  }
  return type.is_ref() && matches_reference(pattern, value, type);
}

std::string show(std::span<const ScriptValue> values) {
  std::string text;
  for (const ScriptValue& each : values) text += (text.empty() ? "" : " ") + show_one(each);
  return text.empty() ? "nothing" : text;
}

std::string show(std::span<const Value> values, std::span<const ValType> types, std::span<const ScriptValue> patterns) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ScriptValue* pattern = i < patterns.size() ? &patterns[i] : nullptr;
    // Alternatives have lanes alike.
    while (pattern != nullptr && pattern->kind == Kind::Either) {
      pattern = pattern->choices.empty() ? nullptr : &pattern->choices.front();
    }
    const Lane lane = pattern == nullptr ? Lane::None : pattern->lane;
    text += (text.empty() ? "" : " ") + show_one(values[i], types[i], lane);
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace wrt
