// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Labels (6.5.1): the blocks around an instruction, counted from the inside out. Finding a name takes constant time
// however deep the nesting is.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wrt {

class LabelStack {
 public:
  void push(std::string_view id);
  void pop();
  void clear();
  std::size_t size() const { return stack_.size(); }
  // How many blocks lie between here and the innermost one with that name.
  std::optional<std::uint32_t> find(std::string_view id) const;

 private:
  std::vector<std::string_view> stack_;  // empty: no name
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> positions_;
};

}  // namespace wrt
