// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The features of processors that machine code may use beyond its architecture's baseline. They are few, because each
// must be something that the runtime can look for before it runs an artefact: whatever else LLVM knows of a processor
// is left alone. Names are LLVM's.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wrt {

enum class Architecture : std::uint8_t { X86_64, AArch64, RiscV64 };

// The architecture that this is compiled for.
constexpr Architecture host_architecture() {
#if defined(__x86_64__)
  return Architecture::X86_64;
#elif defined(__aarch64__)
  return Architecture::AArch64;
#else
  return Architecture::RiscV64;
#endif
}

std::string_view architecture_name(Architecture architecture);
// What --target calls Linux on it: "x86_64-linux-gnu".
std::string_view linux_triple(Architecture architecture);

// What code for the architecture may use.
std::span<const std::string_view> cpu_features(Architecture architecture);
// Whether this processor has the feature; false for names that are not in cpu_features(host_architecture()).
bool host_has_cpu_feature(std::string_view name);

}  // namespace wrt
