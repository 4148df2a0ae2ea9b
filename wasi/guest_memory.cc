// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The accessors of guest memory that are not worth inlining: strings, subscriptions and lists of buffers.

#include "wasi/guest_memory.h"

#include <unistd.h>

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

Fallible<> IovecList::push(const GuestMemory& memory, GuestIovec buffer) {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> bytes, memory.range(buffer.buf, buffer.buf_len));
  if (bytes.empty()) return {};
  iovec entry{bytes.data(), bytes.size()};
  if (count_ < kFew) {
    few_[count_] = entry;
  } else {
    if (many_.empty()) many_.assign(few_.begin(), few_.end());
    many_.push_back(entry);
  }
  ++count_;
  return {};
}

Fallible<> IovecList::read(const GuestMemory& memory, Pointer address, Size count) {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> array,
                  memory.range(address, std::uint64_t{count} * sizeof(GuestIovec), alignof(GuestIovec)));
  for (std::size_t i = 0; i < count && count_ < kLimit; ++i) {
    WRT_WASI_TRY(push(memory, GuestMemory::read_element<GuestIovec>(array, i)));
  }
  return {};
}

ssize_t IovecList::read_at(int fd, off_t offset) const {
  if (count_ == 1) return ::pread(fd, few_[0].iov_base, few_[0].iov_len, offset);
  return ::preadv(fd, data(), count(), offset);
}

ssize_t IovecList::write_at(int fd, off_t offset) const {
  if (count_ == 1) return ::pwrite(fd, few_[0].iov_base, few_[0].iov_len, offset);
  return ::pwritev(fd, data(), count(), offset);
}

}  // namespace wrt::wasi
