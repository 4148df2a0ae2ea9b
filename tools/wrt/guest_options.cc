// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declaring and reading the options that commands share.
#include "tools/wrt/guest_options.h"

#include <cstdint>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "tools/wrt/byte_count.h"
#include "tools/wrt/duration.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr char kGroup[] = "Limits";

// Address space for the heap is reserved.
constexpr std::uint64_t kMostGcHeap = std::uint64_t{1} << 40;
// So is that of stacks, for each thread.
constexpr std::uint64_t kMostStack = std::uint64_t{4} << 30;
constexpr std::uint64_t kMostThreads = 1024;
constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

struct Bounds {
  std::uint64_t least = 0;
  std::uint64_t most = kMost;
};

// Sets `target` to what `text` says, if it is not empty: a number, in bytes if `in_bytes`.
template <typename T>
std::optional<int> read_number(std::string_view command, const char* option, const std::string& text, bool in_bytes,
                               const Bounds& bounds, T& target) {
  if (text.empty()) return std::nullopt;
  const std::optional<std::uint64_t> number = in_bytes ? parse_byte_count(text) : parse_count(text);
  if (number && *number >= bounds.least && *number <= bounds.most) {
    target = static_cast<T>(*number);
    return std::nullopt;
  }
  std::string expected = in_bytes ? "a number of bytes" : "a number";
  const auto shown = [in_bytes](std::uint64_t bound) { return in_bytes ? human_size(bound) : fmt::to_string(bound); };
  if (bounds.least > 0) expected += " from " + shown(bounds.least);
  if (bounds.most < kMost) expected += " up to " + shown(bounds.most);
  if (in_bytes) expected += ", such as 64M";
  return usage_error(command, fmt::format("{} {}: expected {}", option, text, expected));
}

}  // namespace

GuestOptions::GuestOptions(CommandLine& line, CompileOptions& compile, RunLimits& limits)
    : compile_(line, compile), options_(compile), limits_(limits) {
  line.add_value("--tier", tier_, "TIER",
                 "what compiles: 'llvm', all functions before the start; 'baseline', each at its first call, in no "
                 "time, to slower code; or 'auto', that at first, and LLVM while the program runs; if not given, auto "
                 "in 'wrt run' and llvm in 'wrt wast'")
      ->group("Compilation");
  line.add_flag("--eager", compile.eager,
                "in the baseline tier too, compile all functions before the start, on all cores")
      ->group("Compilation");
  // For measurements; not on the help page.
  line.add_value("--compile-threads", compile_threads_, "N", "threads to compile with")->group("");
  line.add_value("--max-memory", max_memory_, "BYTES",
                 "of all linear memories together, with K, M or G behind the number")
      ->group(kGroup);
  line.add_value("--max-table", max_table_, "N", "elements of all tables together")->group(kGroup);
  line.add_value("--max-instances", max_instances_, "N", "instances of modules, preloaded ones included")
      ->group(kGroup);
  line.add_value("--max-stack", max_stack_, "BYTES", "stack that calls may use; 8M if not given, 1M at least")
      ->group(kGroup);
  line.add_value("--max-gc-heap", max_gc_heap_, "BYTES", "memory for garbage-collected objects; 4G if not given")
      ->group(kGroup);
  line.add_value("--timeout", timeout_, "DURATION", "time that guests may run: 500ms, 1.5s, 2m")->group(kGroup);
  line.add_value("--fuel", fuel_, "N",
                 "instructions that guests may execute, the same number on every machine; code that counts them is "
                 "slower")
      ->group(kGroup);
  // For those who work on the tiers, and on the collector; not on the help page.
  line.add_flag("--tier-stress", compile.tier_stress,
                "with --tier=auto, every function moves at its second call or loop, and nothing else is compiled")
      ->group("");
  line.add_flag("--gc-stress", limits.store.gc.stress, "collect garbage at every allocation")->group("");
}

std::optional<int> GuestOptions::read(std::string_view command) {
  if (const std::optional<int> code = compile_.read(command)) return code;
  if (const std::optional<int> code = read_tier(command)) return code;
  if (const std::optional<int> code = read_memory(command)) return code;
  if (const std::optional<int> code = read_counts(command)) return code;
  return read_time(command);
}

std::optional<int> GuestOptions::read_tier(std::string_view command) {
  if (tier_.empty()) return std::nullopt;
  struct Name {
    std::string_view name;
    Tier tier;
  };
  for (const Name& each : {Name{"llvm", Tier::Llvm}, Name{"baseline", Tier::Baseline}, Name{"auto", Tier::Auto}}) {
    if (tier_ != each.name) continue;
    options_.tier = each.tier;
    return std::nullopt;
  }
  return usage_error(command, fmt::format("--tier {}: expected llvm, baseline or auto", tier_));
}

std::optional<int> GuestOptions::read_memory(std::string_view command) {
  StoreOptions& store = limits_.store;
  if (const std::optional<int> code =
          read_number(command, "--max-memory", max_memory_, true, {}, store.limits.memory_bytes))
    return code;
  if (const std::optional<int> code = read_number(command, "--max-stack", max_stack_, true,
                                                  {GuestThread::kMinStackSize, kMostStack}, limits_.stack_bytes))
    return code;
  return read_number(command, "--max-gc-heap", max_gc_heap_, true, {0, kMostGcHeap}, store.gc.max_heap_bytes);
}

std::optional<int> GuestOptions::read_counts(std::string_view command) {
  StoreLimits& limits = limits_.store.limits;
  if (const std::optional<int> code =
          read_number(command, "--compile-threads", compile_threads_, false, {1, kMostThreads}, options_.threads))
    return code;
  if (const std::optional<int> code = read_number(command, "--max-table", max_table_, false, {}, limits.table_elements))
    return code;
  if (const std::optional<int> code =
          read_number(command, "--max-instances", max_instances_, false, {}, limits.instances))
    return code;
  if (const std::optional<int> code = read_number(command, "--fuel", fuel_, false, {0, kMostFuel}, limits.fuel))
    return code;
  if (limits.fuel) options_.meter = true;
  if (options_.meter && options_.tier == Tier::Baseline)
    return usage_error(command, "--tier baseline: code that counts instructions (--fuel, --meter) is llvm's");
  return std::nullopt;
}

std::optional<int> GuestOptions::read_time(std::string_view command) {
  if (timeout_.empty()) return std::nullopt;
  limits_.time = parse_duration(timeout_);
  if (limits_.time) return std::nullopt;
  return usage_error(command,
                     fmt::format("--timeout {}: expected a time above zero, such as 500ms, 1.5s or 2m", timeout_));
}

}  // namespace wrt
