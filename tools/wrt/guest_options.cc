// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declaring and reading the options that commands share.
#include "tools/wrt/guest_options.h"

#include <cstdint>

#include <fmt/format.h>

#include "tools/wrt/byte_count.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

// Address space for the heap is reserved.
constexpr std::uint64_t kMostGcHeap = std::uint64_t{1} << 40;

}  // namespace

GuestOptions::GuestOptions(CommandLine& line, CompileOptions& compile, GcOptions& gc)
    : compile_(line, compile), gc_(gc) {
  line.add_value("--max-gc-heap", max_gc_heap_, "BYTES",
                 "memory for garbage-collected objects, with K, M or G behind the number; 4G if not given")
      ->group("What is run");
  // For those who work on the collector; not on the help page.
  line.app().add_flag("--gc-stress", gc.stress, "collect garbage at every allocation")->group("");
}

std::optional<int> GuestOptions::read(std::string_view command) {
  if (const std::optional<int> code = compile_.read(command)) return code;
  return read_max_gc_heap(command);
}

std::optional<int> GuestOptions::read_max_gc_heap(std::string_view command) {
  if (max_gc_heap_.empty()) return std::nullopt;
  const std::optional<std::uint64_t> bytes = parse_byte_count(max_gc_heap_);
  if (!bytes || *bytes > kMostGcHeap) {
    return usage_error(
        command, fmt::format("--max-gc-heap {}: expected a number of bytes up to 1024G, such as 64M", max_gc_heap_));
  }
  gc_.max_heap_bytes = *bytes;
  return std::nullopt;
}

}  // namespace wrt
