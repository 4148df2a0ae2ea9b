// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every loop of random modules is compiled as one that is entered, and LLVM's verifier looks at what was made: values
// from before the loop must not be used behind it.
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "api/compiler_module.h"
#include "test/random_module/random_module.h"
#include "test/unit/runtime/partial_guest.h"

namespace wrt {

namespace {

std::vector<LoopEntry> all_loops(const Module& module) {
  std::vector<LoopEntry> loops;
  for (FuncIndex each = module.imported_functions; each < module.functions.size(); ++each) {
    const std::vector<LoopEntry> more = test::loops_of(module, each);
    loops.insert(loops.end(), more.begin(), more.end());
  }
  return loops;
}

// How many loops cannot be entered; anything else that is wrong fails the test.
std::size_t compile(const test::ValidModule& valid, const std::vector<LoopEntry>& loops, unsigned opt_level) {
  CompileOptions options;
  options.opt_level = opt_level;
  options.threads = 1;
  options.verify = true;
  options.loop_entries = loops;
  const Result<Compiler*> compiler = compiler_module();
  REQUIRE(compiler.has_value());
  const Result<CompiledModule> compiled = (*compiler)->compile(valid.module, *valid.types, options);
  if (compiled) return 0;
  INFO(compiled.error().message());
  REQUIRE(compiled.error().kind() == ErrorKind::Unsupported);
  if (loops.size() == 1) return 1;
  std::size_t count = 0;
  for (const LoopEntry& each : loops) count += compile(valid, {each}, opt_level);
  return count;
}

}  // namespace

TEST_CASE("Every loop of random modules can be entered") {
  std::size_t loops = 0;
  std::size_t refused = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    INFO("seed " << seed);
    const test::ValidModule valid(random_module::make_random_module(seed).bytes);
    const std::vector<LoopEntry> all = all_loops(valid.module);
    if (all.empty()) continue;
    loops += all.size();
    refused += compile(valid, all, seed % 2 == 0 ? 0 : 2);
  }
  CHECK(loops > 100);
  // Those that stand in code that cannot be reached.
  CHECK(refused * 10 < loops);
}

}  // namespace wrt
