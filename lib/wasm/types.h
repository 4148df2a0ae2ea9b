// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types of WebAssembly 3.0 (section 2.3). Value types are one word, compared by that word; a type index inside one
// counts within its module, so equality across modules, and between equal recursion groups of one module, goes
// through canonical numbers (lib/wasm/subtyping.h within a module, runtime/type_registry.h between modules).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wrt {

using TypeIndex = std::uint32_t;
using FuncIndex = std::uint32_t;
using TableIndex = std::uint32_t;
using MemoryIndex = std::uint32_t;
using GlobalIndex = std::uint32_t;
using TagIndex = std::uint32_t;
using LocalIndex = std::uint32_t;

// A heap type: one of the abstract ones, or the index of a defined type.
class HeapType {
 public:
  enum Kind : std::uint32_t {  // the values are ours; the binary codes are in lib/binary/type_codes.h
    Any,
    Eq,
    I31,
    Struct,
    Array,
    None,
    Func,
    NoFunc,
    Extern,
    NoExtern,
    Exn,
    NoExn,
    Bottom,   // below every heap type; only the validator makes it, where code cannot be reached
    Defined,  // index() is a type index
  };

  constexpr HeapType(Kind abstract) : bits_(kAbstract | abstract) {}  // NOLINT: implicit by intent
  static constexpr HeapType defined(TypeIndex index) { return HeapType(index, 0); }

  constexpr bool is_defined() const { return (bits_ & kAbstract) == 0; }
  constexpr Kind kind() const { return is_defined() ? Defined : static_cast<Kind>(bits_ & ~kAbstract); }
  // Precondition: is_defined().
  constexpr TypeIndex index() const { return bits_; }

  friend constexpr bool operator==(HeapType, HeapType) = default;

  // The word itself, below 2^25: for ValType.
  constexpr std::uint32_t bits() const { return bits_; }
  static constexpr HeapType from_bits(std::uint32_t bits) { return HeapType(bits, 0); }

 private:
  constexpr HeapType(std::uint32_t bits, int) : bits_(bits) {}
  static constexpr std::uint32_t kAbstract = 1u << 24;  // type indices stay below: kMaxTypes
  std::uint32_t bits_;
};

// A value type, or one of the two packed types that only fields have.
class ValType {
 public:
  enum Kind : std::uint32_t { I32, I64, F32, F64, V128, Ref, I8, I16, Bottom };

  constexpr ValType() : bits_(Bottom << kKindShift) {}
  constexpr ValType(Kind kind) : bits_(kind << kKindShift) {}  // NOLINT: implicit by intent
  static constexpr ValType ref(HeapType heap, bool nullable) {
    return from_bits((Ref << kKindShift) | (nullable ? kNullable : 0) | heap.bits());
  }
  static constexpr ValType funcref() { return ref(HeapType::Func, true); }
  static constexpr ValType externref() { return ref(HeapType::Extern, true); }

  constexpr Kind kind() const { return static_cast<Kind>(bits_ >> kKindShift); }
  constexpr bool is_ref() const { return kind() == Ref; }
  constexpr bool is_numeric() const { return kind() <= F64; }
  constexpr bool is_packed() const { return kind() == I8 || kind() == I16; }
  // Bottom is every type: the validator's type of an operand that code that cannot be reached pops.
  constexpr bool is_bottom() const { return kind() == Bottom; }
  // Preconditions of the next three: is_ref().
  constexpr bool nullable() const { return (bits_ & kNullable) != 0; }
  constexpr HeapType heap() const { return HeapType::from_bits(bits_ & kHeapMask); }
  constexpr ValType as_non_null() const { return from_bits(bits_ & ~kNullable); }
  // Every type has a default value but the references that exclude null.
  constexpr bool defaultable() const { return !is_ref() || nullable(); }
  // The type on the operand stack of what a field of this type holds.
  constexpr ValType unpacked() const { return is_packed() ? ValType(I32) : *this; }

  friend constexpr bool operator==(ValType, ValType) = default;

  constexpr std::uint32_t bits() const { return bits_; }
  static constexpr ValType from_bits(std::uint32_t bits) {
    ValType type;
    type.bits_ = bits;
    return type;
  }

 private:
  static constexpr unsigned kKindShift = 28;
  static constexpr std::uint32_t kNullable = 1u << 27;
  static constexpr std::uint32_t kHeapMask = kNullable - 1;
  std::uint32_t bits_;
};

// A reference type is a ValType with is_ref().
using RefType = ValType;

struct FieldType {
  ValType storage;
  bool is_mutable = false;
  friend bool operator==(const FieldType&, const FieldType&) = default;
};

struct FuncType {
  std::vector<ValType> params;
  std::vector<ValType> results;
  friend bool operator==(const FuncType&, const FuncType&) = default;
};

// A composite type with what its declaration says of subtyping (2.3.8). One flat struct: `fields` holds a struct's
// fields, or an array's only one.
struct SubType {
  enum class Kind : std::uint8_t { Func, Struct, Array };

  Kind kind = Kind::Func;
  bool is_final = true;
  std::optional<TypeIndex> super;
  FuncType func;
  std::vector<FieldType> fields;
  // The recursion group: its types are [group_begin, group_begin + group_size).
  TypeIndex group_begin = 0;
  std::uint32_t group_size = 1;
  // Of the definition in the file, for messages.
  std::size_t offset = 0;
};

enum class AddressType : std::uint8_t { I32, I64 };

constexpr ValType address_val_type(AddressType type) {
  return type == AddressType::I32 ? ValType::I32 : ValType::I64;
}

struct Limits {
  std::uint64_t min = 0;
  std::optional<std::uint64_t> max;
};

struct MemoryType {
  Limits limits;  // in pages
  AddressType address = AddressType::I32;
  bool shared = false;
  std::uint8_t page_size_log2 = 16;  // 16, or 0 with custom page sizes

  // The bytes of so many pages, or of as many as 64 bits can count.
  constexpr std::uint64_t bytes_of(std::uint64_t pages) const {
    const std::uint64_t most = ~std::uint64_t{0} >> page_size_log2;
    return (pages < most ? pages : most) << page_size_log2;
  }
};

struct TableType {
  RefType element;
  Limits limits;  // in elements
  AddressType address = AddressType::I32;
};

struct GlobalType {
  ValType type;
  bool is_mutable = false;
};

struct TagType {
  TypeIndex type = 0;  // a function type without results
};

enum class ExternKind : std::uint8_t { Func = 0, Table = 1, Memory = 2, Global = 3, Tag = 4 };

// In the text format's words: "i32", "(ref null 3)", "funcref".
std::string to_string(HeapType type);
std::string to_string(ValType type);
// "(param i32 i64) (result f32)", "" for [] -> [].
std::string to_string(const FuncType& type);
// "1 2 shared", "i64 1", with "(pagesize 1)" where it is not the usual one.
std::string to_string(const MemoryType& type);
std::string to_string(const TableType& type);
std::string to_string(const GlobalType& type);
std::string_view to_string(ExternKind kind);  // "func", "table", …

}  // namespace wrt
