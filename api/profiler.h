// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Profilers of guests: one inside of the process, which counts stacks and makes a Profile of them, and what `perf`
// needs to find names.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/profile.h"
#include "lib/support/result.h"

namespace wrt {

class LoadedModule;
class Sampler;

class Profiler {
 public:
  static const unsigned kDefaultRate;
  static const unsigned kMaxRate;

  // Samples threads that call their first guest from now on, so many times in each second of processor time. One at a
  // time in a process. Errors: Io.
  static Result<std::unique_ptr<Profiler>> start(unsigned rate);
  ~Profiler();
  Profiler(const Profiler&) = delete;
  Profiler& operator=(const Profiler&) = delete;

  struct Names {
    std::function<std::string(const LoadedModule&)> module;
    std::function<std::string(std::string_view name, FuncIndex)> label;
  };
  // Ends sampling, and returns what there is. The modules that ran are still there.
  Profile finish(const Names& names);

 private:
  explicit Profiler(std::unique_ptr<Sampler> sampler);
  std::unique_ptr<Sampler> sampler_;
};

// From now on perf is told the names of code that is in no file (runtime/perf_map.h). Before the first module is
// loaded.
void name_code_for_perf();

}  // namespace wrt
