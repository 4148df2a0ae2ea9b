// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ScriptReport: how the commands of a script ended. Each command counts once, as passed or as failed: assertions
// (`assert_…`) on one side, all others (modules, definitions, instances, `register`, actions, `thread`, `wait`, and
// what is no command at all) on the other. The commands inside of a thread count like those outside, beside the
// `thread`.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wrt {

struct ScriptCounts {
  std::size_t passed = 0;
  std::size_t failed = 0;

  void add(const ScriptCounts& other);
};

struct ScriptFailure {
  std::size_t line = 1;
  std::size_t column = 1;
  std::string_view kind;  // "assert_return"
  std::string subject;    // the function or module that it is about: "\"add\"", "$M"; may be empty
  std::string expected;   // empty where `got` says all: the command could not be carried out
  std::string got;
};

struct ScriptReport {
  ScriptCounts assertions;
  ScriptCounts others;
  // By kind, in which assertions about a module that is given in bytes or in quotes are kinds of their own:
  // "assert_return", "assert_malformed binary", "module".
  std::map<std::string, ScriptCounts> kinds;
  std::vector<ScriptFailure> failures;

  void count(std::string kind, bool is_assertion, bool passed);
  // Adds the counts, and moves the failures behind the own ones.
  void add(ScriptReport&& other);
  bool passed() const { return assertions.failed + others.failed == 0; }
};

// "assert_return "add": expected (i32.const 3), got (i32.const 4)", fit for a terminal: without place and newline.
std::string describe(const ScriptFailure& failure);
// "3 assertions passed, 0 failed; 2 other commands passed, 0 failed"
std::string summary(const ScriptReport& report);

}  // namespace wrt
