// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt-second-opinion: runs random modules with wrt at every level and with wabt's wasm-interp, and compares results,
// traps, and the state behind them.
//
//   wrt-second-opinion [--modules N] [--seed FIRST] [--only LEVEL,…] [--trace-every N] [--counts] [--folder DIR]
//     [--wasm-interp PROGRAM]
//
// Module i has the seed FIRST + i, so every one can be repeated with --modules 1 --seed SEED. Prints each difference
// with its seed, and leaves the module and a smaller one that shows it in DIR. Exit code 1 if there was a difference,
// if a run of at least 10,000 modules never made a row of the opcode table that the generator claims to make, or if one
// of at least 50 was to move from tier to tier and hardly ever did so in a loop.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "lib/wasm/opcodes.h"
#include "test/random_module/claimed_rows.h"
#include "test/second_opinion/trial.h"

namespace {

using namespace wrt::second_opinion;
using wrt::random_module::OpcodeCounts;

struct Options {
  std::uint64_t modules = 100;
  std::uint64_t seed = 1;
  std::uint64_t trace_every = 50;
  bool counts = false;
  bool avoided = false;
  TrialOptions trial;
};

// Long enough for the largest module at all levels on a busy machine.
constexpr unsigned kSecondsPerModule = 120;

// Modules between two lines that say how far a long run is.
constexpr std::uint64_t kProgress = 1000;

void print_avoided() {
  for (const wrt::random_module::Avoided& each : wrt::random_module::avoided()) {
    fmt::print("{}: {}\n", each.what, each.reason);
  }
}

// Rows that were claimed and never made; with `all`, every count is printed.
std::size_t report_coverage(const OpcodeCounts& counts, const ExecutedCounts& executed, bool all) {
  std::size_t claimed = 0;
  std::size_t missing = 0;
  std::size_t seen_executed = 0;
  for (std::size_t i = 0; i < wrt::kOpcodeCount; ++i) {
    const wrt::Opcode opcode = static_cast<wrt::Opcode>(i);
    if (!wrt::random_module::is_claimed(opcode)) continue;
    ++claimed;
    const std::string text(wrt::opcode_info(opcode).text);
    const ExecutedCounts::const_iterator found = executed.find(text);
    if (found != executed.end()) ++seen_executed;
    if (all) fmt::print("{:32} {:9} {:9}\n", text, counts[i], found == executed.end() ? 0 : found->second);
    if (counts[i] > 0) continue;
    ++missing;
    if (!all) fmt::print("never made: {}\n", text);
  }
  fmt::print("{} of {} claimed rows made; {} of them seen executed in the traces\n", claimed - missing, claimed,
             seen_executed);
  return missing;
}

// Whether there were enough moves, if any were to be made.
bool report_moves(const Options& options, const wrt::Moves& moves) {
  constexpr std::uint64_t kShortRun = 50;
  const std::vector<Level>& levels = options.trial.levels;
  if (std::ranges::none_of(levels, [](const Level& level) { return level.options.tier_stress; })) return true;
  fmt::print("moved: {} functions, {} loops; {} calls in the middle of a loop\n", moves.functions, moves.loops,
             moves.takeovers);
  // One each is made by what hashes the state.
  if (options.modules < kShortRun || moves.takeovers >= 2 * options.modules) return true;
  fmt::print("fewer than two moves in loops for each module\n");
  return false;
}

// Of the levels those whose names end in one of the words, which may be without hyphens. False if a word is of none.
bool select_levels(std::vector<Level>& levels, const std::vector<std::string>& words) {
  if (words.empty()) return true;
  const auto is = [](const Level& level, const std::string& word) { return level.name.ends_with(word); };
  for (const std::string& word : words) {
    if (std::ranges::any_of(levels, [&](const Level& level) { return is(level, word); })) continue;
    fmt::print(stderr, "there is no level '{}'\n", word);
    return false;
  }
  std::erase_if(levels, [&](const Level& level) {
    return std::ranges::none_of(words, [&](const std::string& word) { return is(level, word); });
  });
  return true;
}

int run(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  OpcodeCounts counts{};
  ExecutedCounts executed;
  std::map<std::string, std::uint64_t> ends;
  wrt::Moves moves;
  std::uint64_t different = 0;
  fmt::print("seeds {} to {}\n", options.seed, options.seed + options.modules - 1);
  for (std::uint64_t i = 0; i < options.modules; ++i) {
    const std::uint64_t seed = options.seed + i;
    const bool trace = options.trace_every > 0 && i % options.trace_every == 0;
    alarm(kSecondsPerModule);  // an endless loop ends this process, and its module stays
    const TrialResult result = run_trial(seed, options.trial, counts, trace ? &executed : nullptr);
    for (const auto& [end, count] : result.ends) ends[end] += count;
    add(moves, result.moves);
    if (!result.complaints.empty()) ++different;
    for (const std::string& complaint : result.complaints) fmt::print("seed {}: {}\n", seed, complaint);
    if ((i + 1) % kProgress == 0) fmt::print("{} modules, {} with differences\n", i + 1, different);
  }
  const std::size_t missing = report_coverage(counts, executed, options.counts);
  fmt::print("calls:");
  for (const auto& [end, count] : ends) fmt::print(" {} {};", count, end);
  fmt::print("\n");
  const bool moved = report_moves(options, moves);
  fmt::print("{} modules, {} with differences, {:.0f} s\n", options.modules, different,
             std::chrono::duration<double>(Clock::now() - start).count());
  constexpr std::uint64_t kLongRun = 10000;
  return different > 0 || !moved || (missing > 0 && options.modules >= kLongRun) ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.trial.folder = (std::filesystem::temp_directory_path() / "wrt-second-opinion").string();
  CLI::App app("Random modules, run by wrt at every level and by wasm-interp of wabt", "wrt-second-opinion");
  app.add_option("--modules", options.modules, "how many modules")->capture_default_str();
  app.add_option("--seed", options.seed, "of the first module; the others follow")->capture_default_str();
  app.add_option("--trace-every", options.trace_every,
                 "trace one module of so many, to count what it executes; 0: none")
      ->capture_default_str();
  app.add_option("--folder", options.trial.folder, "where modules are written")->capture_default_str();
  app.add_option("--wasm-interp", options.trial.wasm_interp, "the program")->capture_default_str();
  std::vector<std::string> only;
  app.add_option("--only", only,
                 "of wrt's levels only those with these at the end of their names, such as O2,tier-stress")
      ->delimiter(',');
  app.add_flag("--counts", options.counts, "print how often each row was made and seen executed");
  app.add_flag("--avoided", options.avoided, "print what modules do not hold, and why; then end");
  CLI11_PARSE(app, argc, argv);
  if (options.avoided) {
    print_avoided();
    return 0;
  }
  if (!select_levels(options.trial.levels, only)) return 2;
  std::filesystem::create_directories(options.trial.folder);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // what was found must be seen even if a module ends this process
  return run(options);
}
