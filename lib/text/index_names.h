// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// IndexNames: what a listing shows in place of an index, from the name section (appendix "Custom Sections") where
// there is one. The section is advice: whatever is wrong in it is passed over, never an error.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "lib/wasm/module.h"

namespace wrt {

// Index spaces that can have names. The values are the subsection ids of the name section.
enum class NameSpace : std::uint8_t {
  Function = 1,
  Local = 2,
  Label = 3,
  Type = 4,
  Table = 5,
  Memory = 6,
  Global = 7,
  Elem = 8,
  Data = 9,
  Field = 10,
  Tag = 11,
};

class IndexNames {
 public:
  IndexNames() = default;
  // Views into the module's bytes.
  explicit IndexNames(const Module& module);

  std::string_view module_name() const { return module_name_; }
  // How many names there are, the module's among them; and whether the section is nothing but these, each once.
  std::size_t size() const;
  bool is_whole() const { return is_whole_; }
  // Forgets each name that an earlier thing of the same space (and the same owner) has, so that those that remain can
  // be identifiers. Labels keep theirs: an inner one may hide an outer one.
  void drop_duplicates();
  // The name; empty if there is none.
  std::string_view find(NameSpace space, std::uint32_t index) const;
  // For Local, Label and Field, whose indices count within a function or type.
  std::string_view find(NameSpace space, std::uint32_t owner, std::uint32_t index) const;
  // As an identifier of the text format, or else the index: "$main", "12". A very long name is not repeated wherever
  // it is referred to, so that a listing stays about as long as what it lists: the index stands for it, too.
  std::string show(NameSpace space, std::uint32_t index) const;
  std::string show(NameSpace space, std::uint32_t owner, std::uint32_t index) const;

 private:
  friend class NameReader;
  using Key = std::pair<std::uint32_t, std::uint32_t>;  // owner (0 where there is none), index
  static constexpr std::size_t kSpaces = 12;

  std::string_view module_name_;
  bool is_whole_ = true;
  std::array<std::map<Key, std::string_view>, kSpaces> names_;
};

}  // namespace wrt
