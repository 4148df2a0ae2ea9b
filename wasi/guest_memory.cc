// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The accessors of guest memory that are not worth inlining: strings, subscriptions and lists of buffers.

#include "wasi/guest_memory.h"

namespace wrt::wasi {

Fallible<std::string> GuestMemory::read_string(Pointer address, Size size, std::size_t limit, Errno too_long) const {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> from, range(address, size));
  if (size > limit) return Failure(too_long);
  return std::string(reinterpret_cast<const char*>(from.data()), from.size());
}

std::size_t subscription_size(Abi abi) {
  return abi == Abi::Preview1 ? sizeof(GuestSubscription) : sizeof(UnstableSubscription);
}

Fallible<GuestSubscription> read_subscription(const GuestMemory& memory, Abi abi, Pointer address) {
  if (abi == Abi::Preview1) return memory.read<GuestSubscription>(address);
  WRT_WASI_ASSIGN(UnstableSubscription old, memory.read<UnstableSubscription>(address));
  GuestSubscription subscription{};
  subscription.userdata = old.userdata;
  subscription.tag = old.tag;
  subscription.id_or_fd = old.tag == Eventtype::Clock ? old.clock_id : static_cast<std::uint32_t>(old.identifier);
  subscription.timeout = old.timeout;
  subscription.precision = old.precision;
  subscription.flags = old.flags;
  return subscription;
}

void IovecList::push_beyond_few(const iovec& entry) {
  if (many_.empty()) many_.assign(few_.begin(), few_.end());
  many_.push_back(entry);
}

}  // namespace wrt::wasi
