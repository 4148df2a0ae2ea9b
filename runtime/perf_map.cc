// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line is written by one system call, so that those of different threads do not mix.
#include "runtime/perf_map.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>

#include <fmt/format.h>

#include "runtime/symbol_name.h"

namespace wrt {

namespace {

std::atomic<int> perf_map = -1;

std::atomic<bool> wanted = false;

void open_perf_map() {
  if (!wanted) return;
  const std::string path = fmt::format("/tmp/perf-{}.map", getpid());
  // Not one that somebody else has put there, nor what such a link leads to.
  unlink(path.c_str());
  perf_map = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
}

}  // namespace

void want_perf_map() {
  wanted = true;
}

void prepare_perf_map() {
  static std::once_flag once;
  std::call_once(once, open_perf_map);
}

bool perf_map_is_wanted() {
  return perf_map.load(std::memory_order_relaxed) >= 0;
}

void add_to_perf_map(std::uintptr_t code, std::size_t size, const LoadedModule& module, FuncIndex function) {
  const std::string line = fmt::format("{:x} {:x} {}\n", code, size, symbol_name(module, function));
  // Whoever looks at the profile will see that names are missing.
  [[maybe_unused]] const ssize_t written = write(perf_map, line.data(), line.size());
}

}  // namespace wrt
