// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The custom section "name" (appendix 7.4.1): what the module, its functions and their locals were called in the
// source. It is a help for people and never an error: what is damaged is treated as if it was not there, and reading
// stops where no more sense can be made of it. Tools write it last, strip it, and truncate it.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "lib/wasm/module.h"

namespace wrt {

class NameSection {
 public:
  // Reads the names of the module and of its functions; a large module has tens of thousands, so it is not done
  // before somebody asks for a name. The module's bytes must outlive the object. May be used from several threads.
  explicit NameSection(const Module& module);

  // Absent where the section does not say. Names are valid UTF-8.
  std::optional<std::string_view> module_name() const { return module_name_; }
  std::optional<std::string_view> function_name(FuncIndex function) const;
  std::optional<std::string_view> tag_name(TagIndex tag) const;
  // Searches the section each time: for messages, not for loops over all locals (local_names).
  std::optional<std::string_view> local_name(FuncIndex function, LocalIndex local) const;
  // All names of a function's locals.
  std::unordered_map<LocalIndex, std::string_view> local_names(FuncIndex function) const;

 private:
  std::optional<std::string_view> module_name_;
  std::unordered_map<FuncIndex, std::string_view> functions_;
  std::unordered_map<TagIndex, std::string_view> tags_;
  ByteRange locals_;
};

}  // namespace wrt
