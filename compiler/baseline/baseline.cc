// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tier's front.
#include "compiler/baseline/baseline.h"

#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/thunks.h"

namespace wrt::baseline {

bool is_supported() {
#if defined(__x86_64__)
  // Rounding, vectors of integers, and counting bits.
  return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
#else
  return false;
#endif
}

struct Baseline::Impl {
  Impl(const Module& module, const TypeContext& types, bool counts, BoundsCheck bounds_check)
      : context{module, types, VmLayout(module), counts, bounds_check}, compiler(context) {}

  CodeContext context;
  FunctionCompiler compiler;
};

Baseline::Baseline(const Module& module, const TypeContext& types, bool counts, BoundsCheck bounds_check)
    : impl_(std::make_unique<Impl>(module, types, counts, bounds_check)) {}
Baseline::~Baseline() = default;
Baseline::Baseline(Baseline&&) noexcept = default;

Result<FunctionCode> Baseline::function(FuncIndex function, bool with_positions) {
  return impl_->compiler.compile(function, with_positions);
}

FunctionCode Baseline::array_entry(const FuncType& type) {
  return make_array_entry(type);
}

FunctionCode Baseline::host_entry(const FuncType& type) {
  return make_host_entry(type);
}

}  // namespace wrt::baseline
