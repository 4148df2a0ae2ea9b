// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lists, and the questions: cpuid through the compiler's builtin, the auxiliary vector elsewhere.
#include "lib/abi/cpu_features.h"

#include <array>

#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace wrt {

namespace {

// `F` is used once for each feature. GFNI is not among them: LLVM 19 shifts the bytes of a vector right by no bits with
// a matrix of all ones (getGFNICtrlImm shifts by 64 there), and what the count is may turn out as late as in its
// selection of instructions.
// clang-format off
#define WRT_X86_FEATURES(F)                                                                              \
  F("sse3") F("ssse3") F("sse4.1") F("sse4.2") F("popcnt") F("avx") F("f16c") F("fma") F("avx2")         \
  F("bmi") F("bmi2") F("lzcnt") F("movbe")                                                               \
  F("avx512f") F("avx512cd") F("avx512bw") F("avx512dq") F("avx512vl") F("avx512vbmi") F("avx512vbmi2")  \
  F("avx512bitalg") F("avx512vpopcntdq") F("avx512vnni")
// clang-format on

#define WRT_NAME(name) name,
constexpr auto kX86Features = std::to_array<std::string_view>({WRT_X86_FEATURES(WRT_NAME)});
#undef WRT_NAME
constexpr auto kAArch64Features = std::to_array<std::string_view>({"lse", "dotprod", "fullfp16", "rcpc", "rdm"});

}  // namespace

std::string_view architecture_name(Architecture architecture) {
  switch (architecture) {
    case Architecture::X86_64: return "x86-64";
    case Architecture::AArch64: return "AArch64";
    case Architecture::RiscV64: return "riscv64";
  }
  return "unknown";
}

std::string_view linux_triple(Architecture architecture) {
  switch (architecture) {
    case Architecture::X86_64: return "x86_64-linux-gnu";
    case Architecture::AArch64: return "aarch64-linux-gnu";
    case Architecture::RiscV64: return "riscv64-linux-gnu";
  }
  return "unknown";
}

std::span<const std::string_view> cpu_features(Architecture architecture) {
  switch (architecture) {
    case Architecture::X86_64: return kX86Features;
    case Architecture::AArch64: return kAArch64Features;
    case Architecture::RiscV64: return {};
  }
  return {};
}

#if defined(__x86_64__)

bool host_has_cpu_feature(std::string_view name) {
#define WRT_ASK(feature) \
  if (name == feature) return __builtin_cpu_supports(feature) != 0;
  WRT_X86_FEATURES(WRT_ASK)
#undef WRT_ASK
  return false;
}

#elif defined(__aarch64__)

bool host_has_cpu_feature(std::string_view name) {
  const unsigned long capabilities = getauxval(AT_HWCAP);
  if (name == "lse") return (capabilities & HWCAP_ATOMICS) != 0;
  if (name == "dotprod") return (capabilities & HWCAP_ASIMDDP) != 0;
  if (name == "fullfp16") return (capabilities & HWCAP_FPHP) != 0 && (capabilities & HWCAP_ASIMDHP) != 0;
  if (name == "rcpc") return (capabilities & HWCAP_LRCPC) != 0;
  if (name == "rdm") return (capabilities & HWCAP_ASIMDRDM) != 0;
  return false;
}

#else

bool host_has_cpu_feature(std::string_view) {
  return false;
}

#endif

#undef WRT_X86_FEATURES

}  // namespace wrt
