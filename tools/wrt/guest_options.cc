// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declaring and reading the options that commands share.
#include "tools/wrt/guest_options.h"

#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "tools/wrt/messages.h"

namespace wrt {

namespace {

// Address space for the heap is reserved.
constexpr std::uint64_t kMostGcHeap = std::uint64_t{1} << 40;

}  // namespace

GuestOptions::GuestOptions(CommandLine& line, CompileOptions& compile, GcOptions& gc) : compile_(compile), gc_(gc) {
  line.add_value("--max-gc-heap", max_gc_heap_, "BYTES",
                 "memory for garbage-collected objects, with K, M or G behind the number; 4G if not given")
      ->group("What is run");
  line.add_value("-O,--opt-level", opt_level_, "LEVEL", "how hard to optimise, 0 to 3; 2 if not given")
      ->group("Compilation");
  line.app()
      .add_flag("--precise-traps", compile.precise_traps,
                "memory holds exactly what the specification says even after a trap; slower")
      ->group("Compilation");
  // For those who work on the compiler; not on the help page.
  line.add_value("--cpu", compile.cpu, "NAME", "compile for this processor, which this one must be a successor of")
      ->group("");
  line.add_value("--dump", dump_, "ir|asm=PATH", "write LLVM's IR or the assembly of every partition")->group("");
  line.app().add_flag("--verify", compile.verify, "check LLVM's modules")->group("");
  line.app().add_flag("--gc-stress", gc.stress, "collect garbage at every allocation")->group("");
}

std::optional<int> GuestOptions::read(std::string_view command) {
  for (const auto read : {&GuestOptions::read_opt_level, &GuestOptions::read_max_gc_heap, &GuestOptions::read_dump}) {
    if (const std::optional<int> code = (this->*read)(command)) return code;
  }
  return std::nullopt;
}

std::optional<int> GuestOptions::read_opt_level(std::string_view command) {
  if (opt_level_.size() == 1 && opt_level_[0] >= '0' && opt_level_[0] <= '3') {
    compile_.opt_level = static_cast<unsigned>(opt_level_[0] - '0');
  } else if (!opt_level_.empty()) {
    return usage_error(command, fmt::format("-O{}: expected a level from 0 to 3", opt_level_));
  }
  return std::nullopt;
}

std::optional<int> GuestOptions::read_max_gc_heap(std::string_view command) {
  if (max_gc_heap_.empty()) return std::nullopt;
  const char* const end = max_gc_heap_.data() + max_gc_heap_.size();
  std::uint64_t number = 0;
  const auto [unit, error] = std::from_chars(max_gc_heap_.data(), end, number);
  constexpr std::string_view kUnits = "KMG";
  const std::size_t place = unit == end ? kUnits.npos : kUnits.find(*unit);
  const bool is_number = error == std::errc() && (unit == end || (place != kUnits.npos && unit + 1 == end));
  const std::uint64_t scale = place == kUnits.npos ? 1 : std::uint64_t{1} << (10 * (place + 1));
  if (!is_number || number > kMostGcHeap / scale) {
    return usage_error(
        command, fmt::format("--max-gc-heap {}: expected a number of bytes up to 1024G, such as 64M", max_gc_heap_));
  }
  gc_.max_heap_bytes = number * scale;
  return std::nullopt;
}

std::optional<int> GuestOptions::read_dump(std::string_view command) {
  if (dump_.empty()) return std::nullopt;
  const std::size_t equals = dump_.find('=');
  compile_.dump = dump_.substr(0, equals);
  if (equals == dump_.npos || (compile_.dump != "ir" && compile_.dump != "asm")) {
    return usage_error(command, fmt::format("--dump {}: expected ir=PATH or asm=PATH", dump_));
  }
  compile_.dump_path = dump_.substr(equals + 1);
  return std::nullopt;
}

}  // namespace wrt
