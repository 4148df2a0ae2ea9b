// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Identifiers (6.3.5) and the index spaces in which they stand for numbers (6.1.3).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/token_stream.h"

namespace wrt {

// What names a thing: its identifier, for references, and what the name section will call it.
struct Binding {
  std::string_view id;           // without the $; empty: none
  std::string_view custom_name;  // of a @name annotation, or else the identifier; empty: none
  std::size_t offset = 0;
};

// Entries of a name map, by ascending index.
using NameMap = std::vector<std::pair<std::uint32_t, std::string_view>>;

class Identifiers;

class IndexSpace {
 public:
  // `noun` and `short_noun` are for messages: "unknown function $f", "duplicate func $f".
  IndexSpace(const char* noun, const char* short_noun) : noun_(noun), short_noun_(short_noun) {}

  // Gives the next index to `binding`. Error: "duplicate func" and the like.
  Result<> bind(const Binding& binding);
  // Gives the next `count` indices to nobody.
  void skip(std::uint32_t count) { size_ += count; }
  void clear();

  std::uint32_t size() const { return size_; }
  // The index in the token, an Id or a Nat. Errors: "unexpected token", "unknown function $f", "i32 constant out of
  // range". A number is not checked against the size: what it means is the validator's question.
  Result<std::uint32_t> resolve(TokenStream& stream, Identifiers& identifiers) const;
  const NameMap& names() const { return names_; }
  bool is_named() const { return !by_id_.empty() || !names_.empty(); }

 private:
  const char* noun_;
  const char* short_noun_;
  std::uint32_t size_ = 0;
  std::unordered_map<std::string_view, std::uint32_t> by_id_;
  NameMap names_;
};

// Reads identifiers, and owns the characters of those that were quoted.
class Identifiers {
 public:
  // `keep_names`: whether an identifier is what the name section calls a thing; if not, only annotations are.
  explicit Identifiers(bool keep_names) : keep_names_(keep_names) {}

  // The name of an Id token, without the $ and unescaped. Lives as long as the source and this object.
  std::string_view name(const Token& id);
  // Takes an identifier, if there is one, and a @name annotation behind it. Errors: "@name annotation: multiple names"
  // (or what `noun` calls them) and the like.
  Result<Binding> parse_binding(TokenStream& stream, const char* noun = "names");

 private:
  Result<> parse_name_annotation(TokenStream& stream, Binding& binding, const char* noun);
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  bool keep_names_;
  std::deque<std::string> kept_;
};

// An unsigned 32-bit number. Errors: "unexpected token", "i32 constant out of range".
Result<std::uint32_t> parse_u32(TokenStream& stream);
Result<std::uint64_t> parse_u64(TokenStream& stream);
// A string's bytes. A name must be UTF-8: "malformed UTF-8 encoding".
Result<std::string> parse_string(TokenStream& stream);
Result<std::string> parse_name(TokenStream& stream);

// Name maps that belong to functions or types, by ascending index of those.
using OwnedNames = std::vector<std::pair<std::uint32_t, NameMap>>;

// The index spaces of a module.
struct ModuleNames {
  explicit ModuleNames(bool keep_names) : identifiers(keep_names) {}

  Identifiers identifiers;
  Binding module;
  IndexSpace types{"type", "type"};
  IndexSpace functions{"function", "func"};
  IndexSpace tables{"table", "table"};
  IndexSpace memories{"memory", "memory"};
  IndexSpace globals{"global", "global"};
  IndexSpace tags{"tag", "tag"};
  IndexSpace elements{"elem segment", "elem segment"};
  IndexSpace data{"data segment", "data segment"};
  // By type index, for those types that name a field.
  std::map<std::uint32_t, IndexSpace> fields;
  // By function index, for those functions that name one.
  OwnedNames locals;
  OwnedNames labels;
};

}  // namespace wrt
