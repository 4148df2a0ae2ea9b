// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Profiles: adding up, and drawing.
#include "api/profile.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "api/flame_graph.h"

namespace wrt {

namespace {

ProfiledFunction function(FuncIndex index, std::string label, std::string module = "m.wasm") {
  ProfiledFunction function;
  function.index = index;
  function.module = std::move(module);
  function.label = std::move(label);
  return function;
}

std::size_t occurrences(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("ProfileBuilder adds stacks up by function, and counts a recursive one once") {
  ProfileBuilder builder;
  const std::uint32_t main = builder.add_function(function(0, "main"));
  const std::uint32_t fib = builder.add_function(function(1, "fib"));
  const std::uint32_t other = builder.add_function(function(1, "fib", "other.wasm"));
  CHECK(builder.add_function(function(1, "fib")) == fib);
  CHECK(other != fib);
  builder.add_stack({main, fib}, 2, true);
  builder.add_stack({main, fib, fib, fib}, 3, false);
  builder.add_stack({main, fib}, 4, false);
  builder.add_stack({main}, 1, false);
  builder.add_stack({main, other}, 1, true);
  Profile profile;
  builder.finish(profile);
  CHECK(profile.samples == 11);
  REQUIRE(profile.functions.size() == 3);
  // The order: samples of its own, then in total.
  const ProfiledFunction& first = profile.functions[0];
  CHECK((first.label == "fib" && first.self == 9 && first.total == 9 && first.baseline == 2));
  const ProfiledFunction& second = profile.functions[1];
  CHECK((second.label == "main" && second.self == 1 && second.total == 11 && second.baseline == 0));
  CHECK(profile.functions[2].module == "other.wasm");
  REQUIRE(profile.stacks.size() == 4);
  CHECK(profile.stacks[0].functions == std::vector<std::uint32_t>{1, 0});
  CHECK(profile.stacks[0].samples == 6);
  CHECK(profile.stacks[1].functions == std::vector<std::uint32_t>{1, 0, 0, 0});
}

TEST_CASE("A flame graph has a box for each chain of calls, as wide as its share") {
  ProfileBuilder builder;
  const std::uint32_t main = builder.add_function(function(0, "main"));
  const std::uint32_t left = builder.add_function(function(1, "left"));
  const std::uint32_t right = builder.add_function(function(2, "right"));
  builder.add_stack({main, left}, 30, false);
  builder.add_stack({main, right, left}, 10, false);
  Profile profile;
  builder.finish(profile);
  const std::string svg = flame_graph(profile, "title");
  CHECK(occurrences(svg, "<rect ") == 1 + 1 + 4);
  CHECK(occurrences(svg, ">left</text>") == 2);
  CHECK(svg.contains("<svg x=\"0.0000%\" y=\"92\" width=\"75.0000%\""));
  CHECK(svg.contains("<svg x=\"75.0000%\" y=\"92\" width=\"25.0000%\""));
  CHECK(svg.contains("<svg x=\"75.0000%\" y=\"110\" width=\"25.0000%\""));
  CHECK(svg.contains("<title>left (func 1 of m.wasm)\n30 samples (75.00 %); 30 (75.00 %) of its own</title>"));
}

TEST_CASE("A flame graph of nothing is one, too") {
  const std::string svg = flame_graph(Profile(), "");
  CHECK(svg.contains("0 samples (0.00 %)"));
  CHECK(svg.ends_with("</svg>\n"));
}

TEST_CASE("A flame graph leaves out boxes that nobody can see, and calls that are nested too deeply") {
  ProfileBuilder builder;
  std::vector<std::uint32_t> deep;
  const std::uint32_t rare = builder.add_function(function(0, "rare"));
  const std::uint32_t hot = builder.add_function(function(1, "hot"));
  for (unsigned each = 0; each < 500; ++each) deep.push_back(hot);
  builder.add_stack({rare}, 1, false);
  builder.add_stack(deep, 1'000'000, false);
  Profile profile;
  builder.finish(profile);
  const std::string svg = flame_graph(profile, "");
  CHECK(occurrences(svg, ">rare</text>") == 0);
  CHECK(occurrences(svg, ">hot</text>") == 299);
}

TEST_CASE("A flame graph escapes names that are markup, controls or no characters, and cuts long ones") {
  ProfileBuilder builder;
  std::string longest = "x";
  for (unsigned each = 0; each < 1000; ++each) longest += "\xc3\xa9";
  builder.add_stack(
      {builder.add_function(function(0, "<a href=\"x\">&'", "<m>")), builder.add_function(function(1, longest)),
       builder.add_function(function(2, "\xff\x01\xef\xbf\xbf]]>"))},
      1, false);
  Profile profile;
  builder.finish(profile);
  const std::string svg = flame_graph(profile, "<t>");
  CHECK(svg.contains(">&lt;a href=&quot;x&quot;&gt;&amp;&#39;</text>"));
  CHECK(svg.contains("(func 0 of &lt;m&gt;)"));
  CHECK(svg.contains("<title>&lt;t&gt;</title>"));
  CHECK(svg.contains(">\\xff\\x01\xef\xbf\xbd]]&gt;</text>"));
  CHECK(svg.contains("\xc3\xa9…</text>"));
  CHECK(svg.size() < 12'000);
}

}  // namespace wrt
