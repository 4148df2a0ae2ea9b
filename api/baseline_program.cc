// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Joining the baseline compiler and the runtime.
#include "api/baseline_program.h"

#include <ctime>
#include <mutex>
#include <utility>
#include <vector>

#include "api/stopwatch.h"
#include "compiler/baseline/baseline.h"
#include "runtime/function_maker.h"

namespace wrt {

namespace {

class BaselineMaker final : public FunctionMaker {
 public:
  BaselineMaker(std::shared_ptr<const ValidatedModule> validated, bool counts, BoundsCheck bounds_check)
      : validated_(std::move(validated)), counts_(counts), bounds_check_(bounds_check) {}

  Result<FunctionCode> function(FuncIndex index, bool with_positions) override {
    std::unique_ptr<baseline::Baseline> compiler = take();
    Result<FunctionCode> code = compiler->function(index, with_positions);
    give_back(std::move(compiler));
    return code;
  }
  FunctionCode array_entry(const FuncType& type) override { return baseline::Baseline::array_entry(type); }
  FunctionCode host_entry(const FuncType& type) override { return baseline::Baseline::host_entry(type); }
  BoundsCheck bounds_check() const override { return bounds_check_; }

 private:
  std::unique_ptr<baseline::Baseline> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty())
      return std::make_unique<baseline::Baseline>(validated_->module, validated_->types, counts_, bounds_check_);
    std::unique_ptr<baseline::Baseline> compiler = std::move(idle_.back());
    idle_.pop_back();
    return compiler;
  }
  void give_back(std::unique_ptr<baseline::Baseline> compiler) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(compiler));
  }

  const std::shared_ptr<const ValidatedModule> validated_;
  const bool counts_;
  const BoundsCheck bounds_check_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<baseline::Baseline>> idle_;
};

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Result<> make_all(const LoadedModule& loaded, unsigned threads, LoadStatistics& statistics) {
  const double cpu_before = cpu_seconds();
  Stopwatch watch;
  WRT_ASSIGN(statistics.compile.code_bytes, loaded.code().make_all(threads));
  statistics.compile_wall = watch.lap();
  statistics.compile.translate_seconds = cpu_seconds() - cpu_before;
  for (const ByteRange& each : loaded.module().bodies) statistics.body_bytes += each.bytes.size();
  return {};
}

}  // namespace

bool has_baseline() {
  return baseline::is_supported();
}

Result<std::shared_ptr<const LoadedModule>> load_baseline(std::shared_ptr<const ValidatedModule> validated,
                                                          const CompileOptions& options, LoadStatistics& statistics) {
  if (!baseline::is_supported()) return fail(ErrorKind::Unsupported, "the baseline tier has no code for this machine");
  Stopwatch watch;
  statistics.is_baseline = true;
  const bool may_adopt = options.tier == Tier::Auto;
  WRT_ASSIGN(std::shared_ptr<const LoadedModule> loaded,
             LoadedModule::load_lazily(validated->module, validated,
                                       std::make_unique<BaselineMaker>(validated, may_adopt, options.bounds_check),
                                       may_adopt));
  statistics.load = watch.lap();
  if (options.eager) WRT_TRY(make_all(*loaded, options.threads, statistics));
  return loaded;
}

Result<std::shared_ptr<const LoadedModule>> load_baseline(ModuleBytes bytes, Features features,
                                                          const CompileOptions& options, LoadStatistics& statistics) {
  if (!baseline::is_supported()) return fail(ErrorKind::Unsupported, "the baseline tier has no code for this machine");
  WRT_ASSIGN(std::shared_ptr<const ValidatedModule> validated, validate_all(std::move(bytes), features, statistics));
  return load_baseline(std::move(validated), options, statistics);
}

}  // namespace wrt
