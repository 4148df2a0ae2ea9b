// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole of a module: the environment, then the bodies one after another.
#include "lib/valid/validator.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "lib/valid/environment.h"
#include "lib/valid/func_validator.h"

namespace wrt {

namespace {

// Scratch that bodies share.
struct BodyWalk {
  FuncValidator validator;
  std::vector<LocalRun> locals;
  Instruction instruction;
};

Result<> validate_body(const Module& module, FuncIndex func, BodyWalk& walk) {
  BodyReader reader(module.body(func));
  const std::uint32_t params = static_cast<std::uint32_t>(module.function_type(func).params.size());
  WRT_TRY(reader.read_locals(params, walk.locals));
  WRT_TRY(walk.validator.begin(func, walk.locals));
  while (!walk.validator.done()) {
    WRT_TRY(reader.read(walk.instruction));
    WRT_TRY(walk.validator.step(walk.instruction));
  }
  return reader.expect_end();
}

// Validates bodies, each thread the next ones that nobody has, until one has an error and all before it are done.
class BodyPool {
 public:
  BodyPool(const Module& module, const TypeContext& types) : module_(module), types_(types) {}

  Result<> run(unsigned threads) {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < threads; ++i) workers.emplace_back([this] { work(); });
    work();
    workers.clear();
    if (error_) return Unexpected(std::move(*error_));
    return {};
  }

 private:
  static constexpr std::size_t kBatch = 64;

  void work() {
    BodyWalk walk{FuncValidator(module_, types_), {}, {}};
    const std::size_t count = module_.bodies.size();
    for (;;) {
      const std::size_t begin = next_.fetch_add(kBatch);
      if (begin >= count || begin > first_failed_.load()) return;
      for (std::size_t each = begin; each < std::min(begin + kBatch, count); ++each) {
        Result<> valid = validate_body(module_, module_.imported_functions + static_cast<FuncIndex>(each), walk);
        if (valid) continue;
        note(each, std::move(valid.error()));
        return;
      }
    }
  }

  void note(std::size_t index, Error error) {
    const std::lock_guard lock(mutex_);
    if (index >= first_failed_) return;
    first_failed_ = index;
    error_ = std::move(error);
  }

  const Module& module_;
  const TypeContext& types_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> first_failed_ = static_cast<std::size_t>(-1);
  std::mutex mutex_;
  std::optional<Error> error_;
};

// Bytes of bodies for which another thread pays.
constexpr std::size_t kBytesPerThread = std::size_t{128} << 10;

}  // namespace

Result<> validate_bodies(const Module& module, const TypeContext& types, unsigned threads) {
  if (threads == 0) {
    std::size_t bytes = 0;
    for (const ByteRange& each : module.bodies) bytes += each.bytes.size();
    const std::size_t useful = 1 + bytes / kBytesPerThread;
    threads = static_cast<unsigned>(std::min<std::size_t>(useful, std::max(1u, std::thread::hardware_concurrency())));
  }
  return BodyPool(module, types).run(threads);
}

Result<TypeContext> validate_module_environment(Module& module) {
  WRT_ASSIGN(TypeContext types, validate_types(module));
  module.escaping_functions.assign(module.functions.size(), false);
  WRT_TRY(validate_declarations(module, types));
  WRT_TRY(validate_initializers(module, types));
  WRT_TRY(validate_exports(module));
  return types;
}

Result<> validate_module(Module& module) {
  WRT_ASSIGN(const TypeContext types, validate_module_environment(module));
  return validate_bodies(module, types, 1);
}

}  // namespace wrt
