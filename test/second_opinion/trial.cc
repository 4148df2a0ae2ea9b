// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A crash of this process leaves the module behind under its seed's name, because it is written before it is run.
#include "test/second_opinion/trial.h"

#include <expected>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wrt::second_opinion {

namespace {

using random_module::BodyItem;
using random_module::RandomModule;

using Bytes = std::shared_ptr<const std::vector<std::uint8_t>>;

Bytes write_module(std::vector<std::uint8_t> bytes, const std::string& path) {
  const Bytes kept = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(kept->data()), static_cast<std::streamsize>(kept->size()));
  return kept;
}

std::string end_of(const CallOutcome& outcome) {
  switch (outcome.end) {
    case CallOutcome::End::Returned: return "returned";
    case CallOutcome::End::Thrown: return "threw";
    case CallOutcome::End::Trapped: return std::string(trap_text(outcome.traps.front()));
  }
  return {};
}

// What is wrong with this level's run; empty if it agrees with `theirs`. Adds to `moves`.
std::vector<std::string> complaints_of(const Bytes& bytes, const Level& level, const std::vector<CallOutcome>& theirs,
                                       Moves& moves) {
  const Result<GuestRun> ours = run_guest(*bytes, level);
  if (!ours) return {fmt::format("wrt {}: {:#x}: {}", level.name, ours.error().offset(), ours.error().message())};
  add(moves, ours->moves);
  std::vector<std::string> complaints;
  for (const Difference& difference : compare(ours->outcomes, theirs, level.options.precise_traps)) {
    complaints.push_back(fmt::format("wrt {}: {}; wasm-interp: {}", level.name, difference.ours, difference.theirs));
  }
  return complaints;
}

// Leaves out one item after the other for as long as the difference stays. The smallest module is in `path` then.
std::set<BodyItem> make_smaller(std::uint64_t seed, const std::vector<std::uint32_t>& items, const Level& level,
                                const TrialOptions& options, const std::string& path) {
  Moves unwanted;
  const auto differs = [&](const std::set<BodyItem>& left_out) {
    const Bytes bytes = write_module(random_module::make_random_module(seed, left_out).bytes, path);
    const std::expected<std::vector<CallOutcome>, std::string> theirs =
        ask_wasm_interp(options.wasm_interp, path, nullptr);
    return theirs && !complaints_of(bytes, level, *theirs, unwanted).empty();
  };
  std::set<BodyItem> left_out;
  for (std::uint32_t function = 0; function < items.size(); ++function) {
    for (std::uint32_t item = items[function]; item-- > 0;) {
      left_out.insert({function, item});
      if (!differs(left_out)) left_out.erase({function, item});
    }
  }
  differs(left_out);  // the last attempt may have been another one
  return left_out;
}

}  // namespace

void add(Moves& sum, const Moves& more) {
  sum.functions += more.functions;
  sum.loops += more.loops;
  sum.takeovers += more.takeovers;
}

TrialResult run_trial(std::uint64_t seed, const TrialOptions& options, random_module::OpcodeCounts& counts,
                      ExecutedCounts* executed) {
  TrialResult result;
  const std::string path = fmt::format("{}/seed-{}.wasm", options.folder, seed);
  RandomModule made = random_module::make_random_module(seed);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += made.counts[i];
  const Bytes bytes = write_module(std::move(made.bytes), path);

  const std::expected<std::vector<CallOutcome>, std::string> theirs =
      ask_wasm_interp(options.wasm_interp, path, nullptr);
  // Tracing ends in a failed assertion of wasm-interp behind some tail calls; what it has printed by then counts.
  if (executed != nullptr) static_cast<void>(ask_wasm_interp(options.wasm_interp, path, executed));
  if (!theirs) {
    result.complaints.push_back(fmt::format("wasm-interp: {}", theirs.error()));
    return result;
  }
  for (const CallOutcome& outcome : *theirs) {
    if (!outcome.name.starts_with("call_")) continue;
    ++result.ends[end_of(outcome)];
  }
  const Level* first = nullptr;
  for (const Level& level : options.levels) {
    std::vector<std::string> complaints = complaints_of(bytes, level, *theirs, result.moves);
    if (!complaints.empty() && first == nullptr) first = &level;
    result.complaints.insert(result.complaints.end(), complaints.begin(), complaints.end());
  }
  if (first == nullptr) {
    std::filesystem::remove(path);
    return result;
  }
  const std::string small = fmt::format("{}/seed-{}-small.wasm", options.folder, seed);
  const std::set<BodyItem> left_out = make_smaller(seed, made.items, *first, options, small);
  result.complaints.push_back(fmt::format("{} shows it at {} without {} of {} items", small, first->name,
                                          left_out.size(), fmt::join(made.items, " + ")));
  return result;
}

}  // namespace wrt::second_opinion
