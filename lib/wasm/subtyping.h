// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching of types within one module (section 3.3). Defined types are compared by canonical index: the first type of
// the module with an equal recursion group and the same place in it. The table is made once, after the type section
// is known to refer to nothing that does not exist.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/wasm/types.h"

namespace wrt {

class TypeContext {
 public:
  TypeContext() = default;
  // Precondition: every type index in `types`, which must outlive the context, is below types.size(), and
  // supertypes precede their subtypes.
  explicit TypeContext(const std::vector<SubType>& types);

  const SubType& type(TypeIndex index) const { return (*types_)[index]; }
  std::size_t size() const { return types_ == nullptr ? 0 : types_->size(); }
  // Equal for two indices exactly if the types are equal.
  TypeIndex canonical(TypeIndex index) const { return canonical_[index]; }
  bool same(TypeIndex a, TypeIndex b) const { return canonical_[a] == canonical_[b]; }

  // sub <= super.
  bool matches(TypeIndex sub, TypeIndex super) const;
  bool matches(HeapType sub, HeapType super) const;
  bool matches(ValType sub, ValType super) const {
    if (sub == super) [[likely]]
      return true;
    return matches_slow(sub, super);
  }
  bool matches(const FuncType& sub, const FuncType& super) const;
  bool matches(const FieldType& sub, const FieldType& super) const;
  // The composite type of `sub` matches that of `super`: what a declared supertype must satisfy (3.3.11).
  bool composite_matches(const SubType& sub, const SubType& super) const;

  // The top of the hierarchy that the heap type belongs to: any, func, extern or exn.
  HeapType top(HeapType type) const;

 private:
  bool matches_slow(ValType sub, ValType super) const;

  const std::vector<SubType>* types_ = nullptr;
  std::vector<TypeIndex> canonical_;
};

}  // namespace wrt
