// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From addresses to functions, when the run is over.
#include "api/profiler.h"

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/loaded_module.h"
#include "runtime/perf_map.h"
#include "runtime/range_registry.h"
#include "runtime/sampler.h"

namespace wrt {

namespace {

// Where an address that was sampled is.
struct Place {
  std::uint32_t function = 0;  // the builder's number
  bool is_baseline = false;
};

class Resolver {
 public:
  explicit Resolver(const Profiler::Names& names) : names_(names) {}

  void add(std::span<const std::uintptr_t> words, std::uint64_t samples) {
    const std::uintptr_t flags = words[0];
    std::vector<std::uint32_t> functions;
    if ((flags & kSampleTruncated) != 0) functions.push_back(special(ProfiledFunction::Kind::Truncated));
    std::optional<Place> innermost;
    for (std::size_t each = words.size() - 1; each > 0; --each) {
      const std::optional<Place>& place = find(words[each]);
      if (!place) continue;  // a thunk's
      functions.push_back(place->function);
      innermost = place;
    }
    const bool in_host = (flags & kSampleInHost) != 0 || !innermost;
    if (in_host) functions.push_back(special(ProfiledFunction::Kind::Host));
    builder_.add_stack(functions, samples, !in_host && innermost->is_baseline);
  }

  ProfileBuilder& builder() { return builder_; }

 private:
  std::uint32_t special(ProfiledFunction::Kind kind) {
    ProfiledFunction function;
    function.kind = kind;
    function.label = kind == ProfiledFunction::Kind::Host ? "[host]" : "[more frames]";
    return builder_.add_function(std::move(function));
  }

  const std::optional<Place>& find(std::uintptr_t address) {
    const auto [known, is_new] = places_.try_emplace(address);
    if (is_new) known->second = look_up(address - 1);
    return known->second;
  }

  std::optional<Place> look_up(std::uintptr_t address) {
    const std::optional<AddressRange> range = code_ranges().find(address);
    if (!range) return std::nullopt;
    const LoadedModule& module = *static_cast<const LoadedModule*>(range->owner);
    const std::optional<FunctionOffset> found = module.code().function_at(address);
    if (!found) return std::nullopt;
    ProfiledFunction function;
    function.module = names_.module(module);
    function.index = found->function;
    function.name = module.function_name(found->function);
    function.label = names_.label(function.name, function.index);
    return Place{builder_.add_function(std::move(function)), module.code().is_baseline(address)};
  }

  const Profiler::Names& names_;
  ProfileBuilder builder_;
  std::unordered_map<std::uintptr_t, std::optional<Place>> places_;
};

}  // namespace

const unsigned Profiler::kDefaultRate = Sampler::kDefaultRate;
const unsigned Profiler::kMaxRate = Sampler::kMaxRate;

Profiler::Profiler(std::unique_ptr<Sampler> sampler) : sampler_(std::move(sampler)) {}
Profiler::~Profiler() = default;

Result<std::unique_ptr<Profiler>> Profiler::start(unsigned rate) {
  WRT_ASSIGN(std::unique_ptr<Sampler> sampler, Sampler::start(rate));
  return std::unique_ptr<Profiler>(new Profiler(std::move(sampler)));
}

Profile Profiler::finish(const Names& names) {
  sampler_->stop();
  Resolver resolver(names);
  sampler_->table().for_each(
      [&](std::span<const std::uintptr_t> words, std::uint64_t samples) { resolver.add(words, samples); });
  Profile profile;
  profile.rate = sampler_->rate();
  profile.cpu_seconds = static_cast<double>(sampler_->due()) / sampler_->rate();
  profile.lost = sampler_->table().lost();
  profile.outside = sampler_->outside();
  resolver.builder().finish(profile);
  return profile;
}

void name_code_for_perf() {
  want_perf_map();
}

}  // namespace wrt
