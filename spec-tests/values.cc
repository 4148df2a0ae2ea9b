// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parsing, matching and showing values of the official scripts.
#include "spec-tests/values.h"

#include <cstdlib>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "runtime/gc_object.h"

namespace wrt::spec {

namespace {

// A decimal number with or without a sign, modulo 2^64.
std::uint64_t parse_integer(const std::string& text) {
  if (text.starts_with('-')) return static_cast<std::uint64_t>(std::strtoll(text.c_str(), nullptr, 10));
  return std::strtoull(text.c_str(), nullptr, 10);
}

struct LaneForm {
  unsigned size;  // bytes
  bool is_float;
};

std::optional<LaneForm> lane_form(const std::string& type) {
  if (type == "i8") return LaneForm{1, false};
  if (type == "i16") return LaneForm{2, false};
  if (type == "i32") return LaneForm{4, false};
  if (type == "i64") return LaneForm{8, false};
  if (type == "f32") return LaneForm{4, true};
  if (type == "f64") return LaneForm{8, true};
  return std::nullopt;
}

// Whether the float with these bits is in the class that `pattern` names; nothing if it names none.
std::optional<bool> matches_nan(const std::string& pattern, std::uint64_t bits, unsigned size) {
  const unsigned fraction_bits = size == 4 ? 23 : 52;
  const std::uint64_t quiet = std::uint64_t{1} << (fraction_bits - 1);
  const std::uint64_t exponent = size == 4 ? 0x7f800000 : 0x7ff0000000000000;
  const std::uint64_t without_sign = bits & (exponent | ((quiet << 1) - 1));
  if (pattern == "nan:canonical") return without_sign == (exponent | quiet);
  if (pattern == "nan:arithmetic") return (bits & (exponent | quiet)) == (exponent | quiet);
  return std::nullopt;
}

bool matches_scalar(const std::string& pattern, LaneForm form, const void* data) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, data, form.size);
  if (form.is_float) {
    if (const std::optional<bool> is_nan = matches_nan(pattern, bits, form.size)) return *is_nan;
  }
  const std::uint64_t mask = form.size == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (form.size * 8)) - 1;
  return bits == (parse_integer(pattern) & mask);
}

bool matches_vector(const Json& pattern, const Value& value) {
  const std::optional<LaneForm> form = lane_form(pattern.value("lane_type", ""));
  if (!form || !pattern.contains("value")) return false;
  const Json& lanes = pattern["value"];
  if (lanes.size() * form->size != sizeof(value.v128)) return false;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (!matches_scalar(lanes[i].get<std::string>(), *form, value.v128 + i * form->size)) return false;
  }
  return true;
}

bool is_i31(const void* reference) {
  return reference != nullptr && !is_object(reference);
}

bool is_object_of_kind(const void* reference, VMObjectKind kind) {
  return is_object(reference) && static_cast<const VMObject*>(reference)->type->kind == kind;
}

bool matches_reference(const Json& pattern, const Value& value) {
  const std::string type = pattern.value("type", "");
  // The bottom types have no value but null.
  if (type.starts_with("null") || type == "refnull") return value.ref == nullptr;
  const std::string number = pattern.value("value", "");
  if (number == "null") return value.ref == nullptr;
  if (!number.empty()) return Store::word_of(value.ref) == parse_integer(number);
  if (type == "i31ref") return is_i31(value.ref);
  if (type == "structref") return is_object_of_kind(value.ref, VMObjectKind::Struct);
  if (type == "arrayref") return is_object_of_kind(value.ref, VMObjectKind::Array);
  if (type == "eqref") return value.ref != nullptr && !Store::word_of(value.ref);
  return value.ref != nullptr;
}

std::string type_name(ValType type) {
  return type.is_ref() ? "ref" : to_string(type);
}

}  // namespace

std::expected<Value, std::string> parse_argument(const Json& json, ValType type, Store& store) {
  Value value{};
  const std::string name = json.value("type", "");
  if (type.is_ref()) {
    const std::string number = json.value("value", "null");
    if (number != "null") value.ref = store.new_host_ref(parse_integer(number));
    return value;
  }
  if (name != type_name(type))
    return std::unexpected(fmt::format("argument of type {} for a {}", name, type_name(type)));
  if (type.kind() != ValType::V128) {
    value.u64 = parse_integer(json.value("value", ""));
    return value;
  }
  const std::optional<LaneForm> form = lane_form(json.value("lane_type", ""));
  if (!form || json["value"].size() * form->size != sizeof(value.v128)) return std::unexpected("bad lanes");
  for (std::size_t i = 0; i < json["value"].size(); ++i) {
    const std::uint64_t lane = parse_integer(json["value"][i].get<std::string>());
    std::memcpy(value.v128 + i * form->size, &lane, form->size);
  }
  return value;
}

bool matches(const Json& pattern, const Value& value, ValType type) {
  const std::string name = pattern.value("type", "");
  if (name == "either") {
    for (const Json& each : pattern["values"]) {
      if (matches(each, value, type)) return true;
    }
    return false;
  }
  if (type.is_ref()) return name.find("ref") != std::string::npos && matches_reference(pattern, value);
  if (name != type_name(type)) return false;
  if (type.kind() == ValType::V128) return matches_vector(pattern, value);
  return matches_scalar(pattern.value("value", ""), *lane_form(name), &value);
}

std::string show(const Value& value, ValType type) {
  switch (type.kind()) {
    case ValType::I32: return fmt::format("i32:{:#x}", value.u32);
    case ValType::I64: return fmt::format("i64:{:#x}", value.u64);
    case ValType::F32: return fmt::format("f32:{:#x} ({})", value.u32, value.f32);
    case ValType::F64: return fmt::format("f64:{:#x} ({})", value.u64, value.f64);
    case ValType::V128: {
      std::string text = "v128 bytes:";
      for (const std::uint8_t byte : value.v128) text += fmt::format(" {:02x}", byte);
      return text;
    }
    default: return value.ref == nullptr ? "null" : fmt::format("ref:{}", fmt::ptr(value.ref));
  }
}

}  // namespace wrt::spec
