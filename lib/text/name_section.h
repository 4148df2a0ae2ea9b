// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The name section (appendix "Custom Sections and Annotations"), written. Reading it is index_names.h's.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/text/index_names.h"
#include "lib/text/names.h"

namespace wrt {

struct NameSectionContent {
  std::string_view module;
  // By NameSpace: for those without an owner.
  std::array<NameMap, 12> maps;
  // For those with one.
  OwnedNames locals;
  OwnedNames labels;
  OwnedNames fields;

  NameMap& map(NameSpace space) { return maps[static_cast<std::size_t>(space)]; }
  const NameMap& map(NameSpace space) const { return maps[static_cast<std::size_t>(space)]; }
};

// How many names there are.
std::size_t name_count(const NameSectionContent& content);

// What a module's text named.
NameSectionContent name_section_content(const ModuleNames& names);

// The section's content; empty if nothing has a name.
std::vector<std::uint8_t> encode_name_section(const NameSectionContent& content);

}  // namespace wrt
