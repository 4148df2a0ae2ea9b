// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names from the name section, whole and damaged.
#include "lib/binary/name_section.h"

#include <catch2/catch.hpp>
#include <vector>

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Module "m"; functions 0 "f" and 5 "ge"; of function 5 the locals 0 "x" and 2 "y".
const Bytes kNames = {0, 2,  1, 'm',                                     //
                      1, 8,  2, 0,   1, 'f', 5, 2, 'g', 'e',             //
                      2, 11, 2, 0,   0, 5,   2, 0, 1,   'x', 2, 1, 'y',  //
                      9, 1,  0};

// `content` must outlive the result.
NameSection names_of(const Bytes& content) {
  Module module;
  module.customs.push_back({"other", {}});
  module.customs.push_back({"name", {0, content}});
  return NameSection(module);
}

}  // namespace

TEST_CASE("names of module, functions and locals are found") {
  const NameSection names = names_of(kNames);
  CHECK(names.module_name() == "m");
  CHECK(names.function_name(0) == "f");
  CHECK(names.function_name(5) == "ge");
  CHECK_FALSE(names.function_name(1).has_value());
  CHECK(names.local_name(5, 2) == "y");
  CHECK_FALSE(names.local_name(5, 1).has_value());
  CHECK_FALSE(names.local_name(0, 0).has_value());
  CHECK(names.local_names(5).size() == 2);
}

TEST_CASE("a module without names has none") {
  const NameSection names{Module()};
  CHECK_FALSE(names.module_name().has_value());
  CHECK_FALSE(names.function_name(0).has_value());
  CHECK_FALSE(names.local_name(0, 0).has_value());
}

TEST_CASE("a name section cut anywhere gives the names before the cut") {
  for (std::size_t size = 0; size <= kNames.size(); ++size) {
    const Bytes cut(kNames.begin(), kNames.begin() + static_cast<std::ptrdiff_t>(size));
    const NameSection names = names_of(cut);
    CHECK(names.module_name().has_value() == (size >= 4));
    CHECK(names.function_name(0).has_value() == (size >= 10));
    CHECK(names.function_name(5).has_value() == (size >= 14));
    CHECK(names.local_name(5, 2).has_value() == (size >= 27));
  }
}

TEST_CASE("names that are not UTF-8 are left out") {
  const Bytes content = {1, 7, 2, 0, 1, 0xff, 1, 1, 'g'};
  const NameSection names = names_of(content);
  CHECK_FALSE(names.function_name(0).has_value());
  CHECK(names.function_name(1) == "g");
}

TEST_CASE("a count that lies costs nothing") {
  const Bytes content = {1, 8, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1, 'f'};
  const NameSection names = names_of(content);
  CHECK(names.function_name(0) == "f");
}

}  // namespace wrt
