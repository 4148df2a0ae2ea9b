// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiling for a guest that waits.
#include "api/stress_listener.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "api/compiler_module.h"
#include "api/part_maker.h"
#include "runtime/artefact.h"
#include "runtime/heat_listener.h"

namespace wrt {

namespace {

class StressListener final : public HeatListener {
 public:
  // The module owns this object.
  StressListener(const LoadedModule& loaded, std::shared_ptr<const ValidatedModule> validated,
                 const CompileOptions& options)
      : loaded_(loaded), maker_(std::move(validated), options, std::nullopt) {}

  bool chooses_loops() const override { return false; }
  void get_hot(std::uint32_t function, std::uint32_t loop_offset) override {
    const std::lock_guard lock(mutex_);
    maker_.want(function, loop_offset);
    if (maker_.is_idle()) return;
    // The guest's stack is too small for a compiler.
    const std::jthread helper([this] {
      while (!maker_.is_idle()) {
        if (const Result<> moved = move(); !moved) give_up(moved.error());
      }
    });
  }

 private:
  Result<> move() {
    WRT_ASSIGN(Compiler * compiler, compiler_module());
    WRT_ASSIGN(const PartMaker::Part part, maker_.make(*compiler));
    if (part.artefact.empty()) return {};
    WRT_ASSIGN(Artefact artefact, Artefact::from_bytes(part.artefact));
    Result<> adopted = loaded_.adopt(std::move(artefact));
    // Then it is full, and stays as it is.
    if (!adopted && adopted.error().kind() == ErrorKind::Limit) return {};
    return adopted;
  }
  [[noreturn]] static void give_up(const Error& error) {
    std::fprintf(stderr, "wrt: --tier-stress: LLVM's code of a function is not used: %s\n", error.message().c_str());
    std::abort();
  }

  const LoadedModule& loaded_;
  std::mutex mutex_;
  PartMaker maker_;
};

}  // namespace

void move_at_once(const LoadedModule& loaded, std::shared_ptr<const ValidatedModule> validated,
                  const CompileOptions& options) {
  loaded.listen(std::make_shared<StressListener>(loaded, std::move(validated), options), kStressThreshold);
}

}  // namespace wrt
