// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Value, reference and external types (6.4.1 to 6.4.5 and 6.4.8).
#include "lib/text/type_parser.h"

#include <algorithm>
#include <array>
#include <bit>

#include "lib/text/number.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

template <typename Type>
struct TypeWord {
  std::string_view word;
  Type type;
};

constexpr std::array kNumberTypes = std::to_array<TypeWord<ValType>>({
    {"i32", ValType::I32},
    {"i64", ValType::I64},
    {"f32", ValType::F32},
    {"f64", ValType::F64},
    {"v128", ValType::V128},
});

constexpr std::array kRefTypes = std::to_array<TypeWord<ValType>>({
    {"funcref", ValType::funcref()},
    {"externref", ValType::externref()},
    {"anyref", ValType::ref(HeapType::Any, true)},
    {"eqref", ValType::ref(HeapType::Eq, true)},
    {"i31ref", ValType::ref(HeapType::I31, true)},
    {"structref", ValType::ref(HeapType::Struct, true)},
    {"arrayref", ValType::ref(HeapType::Array, true)},
    {"nullref", ValType::ref(HeapType::None, true)},
    {"nullfuncref", ValType::ref(HeapType::NoFunc, true)},
    {"nullexternref", ValType::ref(HeapType::NoExtern, true)},
    {"exnref", ValType::ref(HeapType::Exn, true)},
    {"nullexnref", ValType::ref(HeapType::NoExn, true)},
});

constexpr std::array kHeapTypes = std::to_array<TypeWord<HeapType>>({
    {"any", HeapType::Any},
    {"eq", HeapType::Eq},
    {"i31", HeapType::I31},
    {"struct", HeapType::Struct},
    {"array", HeapType::Array},
    {"none", HeapType::None},
    {"func", HeapType::Func},
    {"nofunc", HeapType::NoFunc},
    {"extern", HeapType::Extern},
    {"noextern", HeapType::NoExtern},
    {"exn", HeapType::Exn},
    {"noexn", HeapType::NoExn},
});

template <typename Type, std::size_t n>
const TypeWord<Type>* find(const std::array<TypeWord<Type>, n>& words, const Token& token) {
  if (token.kind != Token::Kind::Keyword) return nullptr;
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const auto& each) { return each.word == token.text; });
  return found == words.end() ? nullptr : &*found;
}

}  // namespace

std::optional<HeapType> abstract_heap_type(std::string_view word) {
  for (const TypeWord<HeapType>& each : kHeapTypes) {
    if (each.word == word) return each.type;
  }
  return std::nullopt;
}

bool TypeParser::at_ref_type() const {
  return stream_.at_open("ref") || find(kRefTypes, stream_.token()) != nullptr;
}

bool TypeParser::at_val_type() const {
  return at_ref_type() || find(kNumberTypes, stream_.token()) != nullptr;
}

Result<ValType> TypeParser::parse_val_type() {
  if (const auto* word = find(kNumberTypes, stream_.token())) {
    stream_.take();
    return word->type;
  }
  return parse_ref_type();
}

Result<RefType> TypeParser::parse_ref_type() {
  if (const auto* word = find(kRefTypes, stream_.token())) {
    stream_.take();
    return word->type;
  }
  WRT_TRY(stream_.expect_open("ref"));
  const bool nullable = stream_.skip_keyword("null");
  WRT_ASSIGN(const HeapType heap, parse_heap_type());
  WRT_TRY(stream_.expect_close());
  return ValType::ref(heap, nullable);
}

Result<HeapType> TypeParser::parse_heap_type() {
  if (const auto* word = find(kHeapTypes, stream_.token())) {
    stream_.take();
    return word->type;
  }
  const std::size_t offset = stream_.offset();
  WRT_ASSIGN(const TypeIndex index, names_.types.resolve(stream_, names_.identifiers));
  // Beyond what HeapType can hold, the verdict that validation would give is given at once.
  if (index >= kMaxTypes) return fail(ErrorKind::Invalid, offset, "unknown type");
  return HeapType::defined(index);
}

Result<GlobalType> TypeParser::parse_global_type() {
  GlobalType type;
  type.is_mutable = stream_.skip_open("mut");
  WRT_ASSIGN(type.type, parse_val_type());
  if (type.is_mutable) WRT_TRY(stream_.expect_close());
  return type;
}

AddressType TypeParser::parse_address_type() {
  if (stream_.skip_keyword("i64")) return AddressType::I64;
  stream_.skip_keyword("i32");
  return AddressType::I32;
}

Result<std::uint64_t> TypeParser::parse_limit() {
  if (options_.features.has(Feature::Memory64)) return parse_u64(stream_);
  WRT_ASSIGN(const std::uint32_t limit, parse_u32(stream_));
  return limit;
}

Result<Limits> TypeParser::parse_limits() {
  Limits limits;
  WRT_ASSIGN(limits.min, parse_limit());
  if (stream_.at(Token::Kind::Nat)) {
    WRT_ASSIGN(limits.max, parse_limit());
  }
  return limits;
}

Result<TableType> TypeParser::parse_table_type() {
  TableType type;
  type.address = parse_address_type();
  WRT_ASSIGN(type.limits, parse_limits());
  WRT_ASSIGN(type.element, parse_ref_type());
  return type;
}

Result<MemoryType> TypeParser::parse_memory_type() {
  return parse_memory_type(parse_address_type());
}

Result<MemoryType> TypeParser::parse_memory_type(AddressType address) {
  MemoryType type;
  type.address = address;
  WRT_ASSIGN(type.limits, parse_limits());
  type.shared = stream_.skip_keyword("shared");
  WRT_ASSIGN(type.page_size_log2, parse_page_size());
  return type;
}

Result<std::uint8_t> TypeParser::parse_page_size() {
  if (!stream_.skip_open("pagesize")) return std::uint8_t{16};
  const std::size_t offset = stream_.offset();
  WRT_ASSIGN(const std::uint64_t size, parse_u64(stream_));
  if (!std::has_single_bit(size)) return fail(ErrorKind::Malformed, offset, "invalid custom page size");
  WRT_TRY(stream_.expect_close());
  return static_cast<std::uint8_t>(std::countr_zero(size));
}

}  // namespace wrt
