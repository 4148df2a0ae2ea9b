// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt-spec-json: runs scripts of the official suite that wast2json (or wasm-tools json-from-wast) has split into JSON
// and modules. Prints each failure, a line for each script, and at the end "N passed, N failed".
//
//   wrt-spec-json [-O0|-O1|-O2|-O3] [--precise-traps] [--gc-stress] [--cpu NAME] [--without FEATURE]… SCRIPT.json…
//
// NAME is a processor that LLVM knows, such as x86-64-v2, and this one is a successor of.
// A feature that is left out is one that a script's proposal does not know, so that it expects modules to be refused.
// Exit code 1 if anything failed, 2 for bad usage.
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lib/wasm/features.h"
#include "spec-tests/script.h"

namespace {

int usage() {
  fmt::print(
      stderr,
      "usage: wrt-spec-json [-O0|-O1|-O2|-O3] [--precise-traps] [--gc-stress] [--cpu NAME] [--without FEATURE]... "
      "SCRIPT.json...\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  wrt::CompileOptions options;
  wrt::Features features;
  wrt::GcOptions gc;
  options.threads = 1;  // the modules are tiny
  options.verify = true;
  std::vector<std::string_view> files;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("-O") && argument.size() == 3) {
      const auto [end, error] = std::from_chars(&argument[2], &argument[2] + 1, options.opt_level);
      if (error != std::errc()) return usage();
    } else if (argument == "--precise-traps") {
      options.precise_traps = true;
    } else if (argument == "--gc-stress") {
      gc.stress = true;
    } else if (argument == "--cpu" && i + 1 < argc) {
      options.cpu = argv[++i];
    } else if (argument == "--without" && i + 1 < argc) {
      const std::optional<wrt::Feature> feature = wrt::feature_from_flag(argv[++i]);
      if (!feature) return usage();
      features.set(*feature, false);
    } else if (argument.starts_with("-")) {
      return usage();
    } else {
      files.push_back(argument);
    }
  }
  if (files.empty()) return usage();

  wrt::spec::Tally total;
  for (const std::string_view file : files) {
    wrt::spec::Script script(file, options, features, gc);
    const wrt::spec::Tally tally = script.run();
    fmt::print("{}: {}\n", file, tally.summary());
    total.add(tally);
  }
  fmt::print("{}\n{} passed, {} failed\n", total.summary(), total.passed, total.failed);
  return total.failed == 0 ? 0 : 1;
}
