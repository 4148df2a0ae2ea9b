// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt-bench-instantiate: what one more instance costs a process that has loaded the module. Opens an artefact, then
// again and again makes a store, instantiates the module in it, calls `_start` and destroys all; prints the time of a
// round and how much the process has grown meanwhile, on stderr, because stdout is the guest's.
//
//   wrt-bench-instantiate APP.so [ROUNDS]
//
// The module has WASI without files, arguments or environment, one for all rounds; other functions that it imports
// return zeros.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/linker.h"
#include "api/program.h"
#include "lib/support/check.h"
#include "runtime/instance.h"
#include "wasi/wasi.h"

namespace {

using Clock = std::chrono::steady_clock;

// Pages of physical memory that the process has.
long resident_pages() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  long size = 0;
  long resident = 0;
  const bool read = file != nullptr && std::fscanf(file, "%ld %ld", &size, &resident) == 2;
  WRT_CHECK(read);
  std::fclose(file);
  return resident;
}

void run_once(wrt::Wasi& wasi, const std::shared_ptr<const wrt::LoadedModule>& module) {
  wrt::Linker linker;
  linker.add_source([&wasi](std::string_view from, std::string_view name) { return wasi.find(from, name); });
  wrt::Store store;
  const auto imports = linker.resolve(module->module(), wrt::UnknownImports::Zero);
  WRT_CHECK(imports.has_value());
  const auto instance = store.instantiate(module, *imports, "bench");
  WRT_CHECK(instance.has_value());
  const std::optional<wrt::Extern> start = (*instance)->find_export("_start");
  WRT_CHECK(start.has_value());
  WRT_CHECK(store.call(std::get<wrt::FuncExtern>(*start).ref, {}).has_value());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fmt::print(stderr, "usage: wrt-bench-instantiate APP.so [ROUNDS]\n");
    return 2;
  }
  const long rounds = argc == 3 ? std::atol(argv[2]) : 100'000;
  wrt::Result<wrt::Artefact> artefact = wrt::Artefact::open(argv[1]);
  wrt::Result<std::shared_ptr<const wrt::LoadedModule>> module =
      artefact ? wrt::load_artefact(std::move(*artefact)) : wrt::Unexpected(std::move(artefact.error()));
  if (!module) {
    fmt::print(stderr, "{}: {}\n", argv[1], module.error().message());
    return 1;
  }
  const wrt::Result<std::unique_ptr<wrt::Wasi>> wasi = wrt::Wasi::create({});
  WRT_CHECK(wasi.has_value());
  for (int i = 0; i < 1000; ++i) run_once(**wasi, *module);
  const long before = resident_pages();
  std::vector<double> times;
  times.reserve(static_cast<std::size_t>(rounds));
  for (long i = 0; i < rounds; ++i) {
    const Clock::time_point start = Clock::now();
    run_once(**wasi, *module);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  const long grown = resident_pages() - before;
  fmt::print(stderr, "{} rounds: median {:.1f} us; {} KiB more resident memory, of which the list of times is {}\n",
             rounds, times[times.size() / 2], grown * (sysconf(_SC_PAGESIZE) / 1024),
             times.capacity() * sizeof(double) / 1024);
  return 0;
}
