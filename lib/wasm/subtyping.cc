// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching, and the canonical numbers behind it. Two recursion groups are equal (3.2.2, "rolling up") if they are
// equal word for word once references into the group itself are counted from its start and all others are replaced
// by canonical numbers. So each group is written down as such a string of words, and a hash table finds its first
// appearance: linear in the size of the type section, whatever its shape.
#include "lib/wasm/subtyping.h"

#include <string>
#include <unordered_map>

#include "lib/support/check.h"

namespace wrt {

namespace {

// Writes groups down as strings of words. Not templates over an output: char32_t makes std::hash available.
class GroupKey {
 public:
  GroupKey(const std::vector<SubType>& types, const std::vector<TypeIndex>& canonical)
      : types_(types), canonical_(canonical) {}

  const std::u32string& of(TypeIndex begin, std::uint32_t size) {
    key_.clear();
    begin_ = begin;
    end_ = begin + size;
    word(size);
    for (TypeIndex i = begin_; i < end_; ++i) add(types_[i]);
    return key_;
  }

 private:
  // Words that stand for indices carry a mark that says how to read them.
  static constexpr std::uint32_t kInGroup = 1u << 25;

  void word(std::uint32_t value) { key_.push_back(static_cast<char32_t>(value)); }
  std::uint32_t reference(TypeIndex index) const {
    return index >= begin_ ? kInGroup | (index - begin_) : canonical_[index];
  }
  void add(ValType type) {
    if (!type.is_ref() || !type.heap().is_defined()) return word(type.bits());
    // Two words: the reference itself, and what it refers to.
    word(ValType::ref(HeapType::defined(0), type.nullable()).bits());
    word(reference(type.heap().index()));
  }
  void add(const std::vector<ValType>& types) {
    word(static_cast<std::uint32_t>(types.size()));
    for (const ValType type : types) add(type);
  }
  void add(const SubType& type) {
    word(static_cast<std::uint32_t>(type.kind) << 2 | (type.is_final ? 2u : 0u) | (type.super ? 1u : 0u));
    if (type.super) word(reference(*type.super));
    if (type.kind == SubType::Kind::Func) {
      add(type.func.params);
      add(type.func.results);
      return;
    }
    word(static_cast<std::uint32_t>(type.fields.size()));
    for (const FieldType& field : type.fields) {
      word(field.is_mutable ? 1 : 0);
      add(field.storage);
    }
  }

  const std::vector<SubType>& types_;
  const std::vector<TypeIndex>& canonical_;
  TypeIndex begin_ = 0;
  TypeIndex end_ = 0;
  std::u32string key_;
};

// The abstract type right above the types of a kind.
HeapType::Kind abstract_of(SubType::Kind kind) {
  switch (kind) {
    case SubType::Kind::Func: return HeapType::Func;
    case SubType::Kind::Struct: return HeapType::Struct;
    case SubType::Kind::Array: return HeapType::Array;
  }
  WRT_UNREACHABLE();
}

// Both abstract, and not equal (3.3.4).
bool abstract_matches(HeapType::Kind sub, HeapType::Kind super) {
  switch (sub) {
    case HeapType::None:
      return super == HeapType::Any || super == HeapType::Eq || super == HeapType::I31 || super == HeapType::Struct ||
             super == HeapType::Array;
    case HeapType::I31:
    case HeapType::Struct:
    case HeapType::Array: return super == HeapType::Eq || super == HeapType::Any;
    case HeapType::Eq: return super == HeapType::Any;
    case HeapType::NoFunc: return super == HeapType::Func;
    case HeapType::NoExtern: return super == HeapType::Extern;
    case HeapType::NoExn: return super == HeapType::Exn;
    case HeapType::Bottom: return true;
    default: return false;
  }
}

}  // namespace

TypeContext::TypeContext(const std::vector<SubType>& types) : types_(&types) {
  canonical_.resize(types.size());
  std::unordered_map<std::u32string, TypeIndex> first;
  GroupKey key(types, canonical_);
  for (TypeIndex begin = 0; begin < types.size();) {
    const std::uint32_t size = types[begin].group_size;
    const TypeIndex canonical = first.emplace(key.of(begin, size), begin).first->second;
    for (std::uint32_t i = 0; i < size; ++i) canonical_[begin + i] = canonical + i;
    begin += size;
  }
}

bool TypeContext::matches(TypeIndex sub, TypeIndex super) const {
  const TypeIndex wanted = canonical(super);
  // Declared chains only, at most kMaxSubtypingDepth long.
  for (std::optional<TypeIndex> i = sub; i.has_value(); i = type(*i).super) {
    if (canonical(*i) == wanted) return true;
  }
  return false;
}

bool TypeContext::matches(HeapType sub, HeapType super) const {
  if (sub == super) return true;
  if (sub.is_defined()) {
    if (super.is_defined()) return matches(sub.index(), super.index());
    const HeapType::Kind kind = abstract_of(type(sub.index()).kind);
    return kind == super.kind() || abstract_matches(kind, super.kind());
  }
  if (super.is_defined()) {
    const bool is_func = type(super.index()).kind == SubType::Kind::Func;
    return sub.kind() == HeapType::Bottom || sub.kind() == (is_func ? HeapType::NoFunc : HeapType::None);
  }
  return abstract_matches(sub.kind(), super.kind());
}

bool TypeContext::matches_slow(ValType sub, ValType super) const {
  if (sub.is_bottom()) return true;
  if (!sub.is_ref() || !super.is_ref()) return false;
  if (sub.nullable() && !super.nullable()) return false;
  return matches(sub.heap(), super.heap());
}

bool TypeContext::matches(const FuncType& sub, const FuncType& super) const {
  if (sub.params.size() != super.params.size() || sub.results.size() != super.results.size()) return false;
  for (std::size_t i = 0; i < sub.params.size(); ++i) {
    if (!matches(super.params[i], sub.params[i])) return false;
  }
  for (std::size_t i = 0; i < sub.results.size(); ++i) {
    if (!matches(sub.results[i], super.results[i])) return false;
  }
  return true;
}

bool TypeContext::matches(const FieldType& sub, const FieldType& super) const {
  if (sub.is_mutable != super.is_mutable || !matches(sub.storage, super.storage)) return false;
  return !sub.is_mutable || matches(super.storage, sub.storage);
}

bool TypeContext::composite_matches(const SubType& sub, const SubType& super) const {
  if (sub.kind != super.kind || sub.fields.size() < super.fields.size()) return false;
  if (sub.kind == SubType::Kind::Func) return matches(sub.func, super.func);
  for (std::size_t i = 0; i < super.fields.size(); ++i) {
    if (!matches(sub.fields[i], super.fields[i])) return false;
  }
  return true;
}

HeapType TypeContext::top(HeapType heap) const {
  switch (heap.is_defined() ? abstract_of(type(heap.index()).kind) : heap.kind()) {
    case HeapType::Func:
    case HeapType::NoFunc: return HeapType::Func;
    case HeapType::Extern:
    case HeapType::NoExtern: return HeapType::Extern;
    case HeapType::Exn:
    case HeapType::NoExn: return HeapType::Exn;
    default: return HeapType::Any;
  }
}

}  // namespace wrt
