// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The steps of api/program.h on bytes in memory, then the calls.
#include "test/second_opinion/guest_run.h"

#include <expected>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "api/program.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wrt::second_opinion {

namespace {

CallOutcome call(Store& store, const std::string& name, const FuncExtern& function) {
  CallOutcome outcome;
  outcome.name = name;
  const FuncType& type = store.type_of(function.ref);
  const Outcome<std::vector<Value>> results = store.call(function.ref, {});
  if (results) {
    for (std::size_t i = 0; i < results->size(); ++i) {
      outcome.values.push_back(type.results[i] == ValType::I32 ? (*results)[i].u32 : (*results)[i].u64);
    }
    return outcome;
  }
  const Stop& stop = results.error();
  outcome.end = stop.kind == Stop::Kind::Exception ? CallOutcome::End::Thrown : CallOutcome::End::Trapped;
  if (stop.kind == Stop::Kind::Trap) outcome.traps.push_back(stop.code);
  return outcome;
}

}  // namespace

std::vector<Level> all_levels() {
  std::vector<Level> levels;
  for (unsigned opt_level = 0; opt_level <= 3; ++opt_level) {
    Level level;
    level.name = fmt::format("-O{}", opt_level);
    level.options.opt_level = opt_level;
    level.options.threads = 1;
    level.options.verify = true;
    levels.push_back(level);
  }
  Level precise = levels[2];
  precise.name += " --precise-traps";
  precise.options.precise_traps = true;
  levels.push_back(precise);
  // Checked before each access, and a memory that ends where it says.
  Level checked = levels[2];
  checked.name += " --bounds-check=explicit";
  checked.options.bounds_check = BoundsCheck::Explicit;
  levels.push_back(checked);
  // A tier without LLVM agrees with the letter of the specification, as that level does.
  Level baseline = precise;
  baseline.name = "--tier=baseline";
  baseline.options.tier = Tier::Baseline;
  levels.push_back(baseline);
  Level checked_baseline = baseline;
  checked_baseline.name += " --bounds-check=explicit";
  checked_baseline.options.bounds_check = BoundsCheck::Explicit;
  levels.push_back(checked_baseline);
  Level moving = levels[2];
  moving.name = "--tier=auto --tier-stress";
  moving.options.tier = Tier::Auto;
  moving.options.tier_stress = true;
  levels.push_back(moving);
  return levels;
}

Result<GuestRun> run_guest(std::span<const std::uint8_t> bytes, const Level& level) {
  LoadStatistics statistics;
  WRT_ASSIGN(const std::shared_ptr<const LoadedModule> loaded,
             load_bytes(bytes, Features(), level.options, statistics));
  Store store;
  std::expected<Instance*, InstantiateError> instance = store.instantiate(loaded, {}, "random");
  if (!instance) {
    if (Error* error = std::get_if<Error>(&instance.error())) return std::unexpected(std::move(*error));
    return fail(ErrorKind::Unlinkable, 0, std::get<Stop>(instance.error()).message);
  }
  GuestRun run;
  for (const Export& each : loaded->module().exports) {
    const std::optional<Extern> found = (*instance)->find_export(each.name);
    run.outcomes.push_back(call(store, std::string(each.name), std::get<FuncExtern>(*found)));
  }
  run.moves = loaded->code().moves();
  return run;
}

}  // namespace wrt::second_opinion
