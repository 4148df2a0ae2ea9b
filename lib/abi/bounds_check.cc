// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rules, for both compilers and the runtime.
#include "lib/abi/bounds_check.h"

namespace wrt {

namespace {

constexpr std::string_view kExplicitSetting = " --bounds-check=explicit";
constexpr std::string_view kNoneSetting = " --bounds-check=none";

// Whether a memory ends where a page of the system's may end, so that the byte behind it faults.
bool ends_at_page(const MemoryType& memory) {
  return memory.page_size_log2 >= 12;
}

}  // namespace

AccessCheck access_check(BoundsCheck choice, const MemoryType& memory, std::uint64_t offset, std::uint32_t size) {
  if (choice == BoundsCheck::None) return AccessCheck::None;
  if (!ends_at_page(memory)) return AccessCheck::End;
  if (choice == BoundsCheck::Guard && memory.address == AddressType::I32) return AccessCheck::None;
  return offset <= kOffsetGuard - size ? AccessCheck::Address : AccessCheck::End;
}

bool needs_full_reservation(BoundsCheck choice, const MemoryType& memory) {
  return memory.address == AddressType::I32 && choice != BoundsCheck::Explicit;
}

std::string_view bounds_check_setting(BoundsCheck choice) {
  switch (choice) {
    case BoundsCheck::Guard: return {};
    case BoundsCheck::Explicit: return kExplicitSetting;
    case BoundsCheck::None: return kNoneSetting;
  }
  return {};
}

BoundsCheck bounds_check_of(std::string_view settings) {
  if (settings.find(kExplicitSetting) != settings.npos) return BoundsCheck::Explicit;
  if (settings.find(kNoneSetting) != settings.npos) return BoundsCheck::None;
  return BoundsCheck::Guard;
}

}  // namespace wrt
