// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Profile: where guests spent their time, in terms of functions; what a profiler's samples become when the run is over
// (api/profiler.h), and what reports are made of (api/flame_graph.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "lib/wasm/types.h"

namespace wrt {

struct ProfiledFunction {
  enum class Kind : std::uint8_t {
    Function,
    Host,       // what the runtime and the system did for the function that called: always innermost
    Truncated,  // frames that were not kept: always outermost
  };

  Kind kind = Kind::Function;
  std::string module;          // its name; empty for the other kinds, as what follows
  FuncIndex index = 0;         // in the module
  std::string name;            // the name section's; empty if it has none
  std::string label;           // what it is called where people look
  std::uint64_t self = 0;      // samples that had it as the innermost function
  std::uint64_t baseline = 0;  // of these, those in code of the baseline tier
  std::uint64_t total = 0;     // samples that had it anywhere, each counted once
};

struct ProfiledStack {
  std::vector<std::uint32_t> functions;  // indices in Profile::functions, outermost first; never empty
  std::uint64_t samples = 0;
};

struct Profile {
  unsigned rate = 0;                        // samples that were asked for, for each second of processor time
  double cpu_seconds = 0;                   // the processor time of all threads together while they were sampled
  std::uint64_t samples = 0;                // of all stacks together
  std::uint64_t lost = 0;                   // that there was no room for
  std::uint64_t outside = 0;                // that came while the thread was in no guest
  std::vector<ProfiledFunction> functions;  // those with most samples of their own first
  std::vector<ProfiledStack> stacks;        // each once, those with most samples first
};

// Puts a Profile together.
class ProfileBuilder {
 public:
  // The number of a function, the same for the same kind, module and index.
  std::uint32_t add_function(ProfiledFunction function);
  // `functions` are such numbers, outermost first, and at least one.
  void add_stack(const std::vector<std::uint32_t>& functions, std::uint64_t samples, bool innermost_is_baseline);
  // Fills functions, stacks and samples, and leaves the builder empty.
  void finish(Profile& profile);

 private:
  using Key = std::tuple<ProfiledFunction::Kind, std::string, FuncIndex>;
  std::map<Key, std::uint32_t> numbers_;
  std::vector<ProfiledFunction> functions_;
  std::map<std::vector<std::uint32_t>, std::uint64_t> stacks_;
};

}  // namespace wrt
