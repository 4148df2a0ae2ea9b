// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GuestMemory is the only way in which host functions touch the memory of a guest. Every pointer and length comes from
// the guest and is a claim: each access checks the whole range in 64-bit arithmetic first (Fault), then the alignment
// of what it is said to be (Inval). Nothing is allocated in proportion to a claim that has not been checked.
//
// The memory may be shared, so that its bytes change while we look: structures are copied out once, decisions are
// made on the copy, and no field is read twice.
#pragma once

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "wasi/system_call.h"
#include "wasi/types.h"

namespace wrt::wasi {

class GuestMemory {
 public:
  explicit GuestMemory(std::span<std::uint8_t> bytes) : bytes_(bytes) {}

  // The `size` bytes at `address`. They stay valid, since memories neither move nor shrink.
  Fallible<std::span<std::uint8_t>> range(Pointer address, std::uint64_t size, std::size_t alignment = 1) const {
    if (address > bytes_.size() || size > bytes_.size() - address) [[unlikely]]
      return Failure(Errno::Fault);
    if (address % alignment != 0) [[unlikely]]
      return Failure(Errno::Inval);
    return bytes_.subspan(address, static_cast<std::size_t>(size));
  }

  // Copies a T out. T is an integer or one of the structures of types.h.
  template <typename T>
  Fallible<T> read(Pointer address) const {
    static_assert(std::is_trivially_copyable_v<T>);
    WRT_WASI_ASSIGN(std::span<std::uint8_t> from, range(address, sizeof(T), alignof(T)));
    return copy_out<T>(from.data());
  }
  // Copies element `index` of an array out that range() has checked.
  template <typename T>
  static T read_element(std::span<const std::uint8_t> array, std::size_t index) {
    return copy_out<T>(array.data() + index * sizeof(T));
  }

  // Copies `value` to `address`. Result: Success, Fault or Inval.
  template <typename T>
  Errno write(Pointer address, const T& value) const {
    static_assert(std::is_trivially_copyable_v<T>);
    WRT_WASI_ASSIGN(std::span<std::uint8_t> to, range(address, sizeof(T), alignof(T)));
    std::memcpy(to.data(), &value, sizeof(T));
    return Errno::Success;
  }
  // Whether write<T>(address) will do: asked before a call has its effect.
  template <typename T>
  Fallible<> check_write(Pointer address) const {
    WRT_WASI_TRY(range(address, sizeof(T), alignof(T)));
    return {};
  }

  // Copies a string of the guest's. Errors: Fault; `too_long` when it is longer than `limit`.
  Fallible<std::string> read_string(Pointer address, Size size, std::size_t limit, Errno too_long) const;

 private:
  // A compiler must not read guest memory again where the copy is used: hence the barrier.
  template <typename T>
  static T copy_out(const std::uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof(T));
    asm volatile("" : : "r"(&value) : "memory");
    return value;
  }

  std::span<std::uint8_t> bytes_;
};

// What a subscription takes in guest memory.
std::size_t subscription_size(Abi abi);
// Copies one out, in the newer layout whatever the ABI. Errors: as GuestMemory::read.
Fallible<GuestSubscription> read_subscription(const GuestMemory& memory, Abi abi, Pointer address);

// A guest's list of buffers as the host's system calls take it: no byte of the data is copied. At most kLimit buffers
// are taken, leaving out empty ones; a list that holds more is read or written in part, as WASI allows.
class IovecList {
 public:
  // What one readv or writev of Linux takes (UIO_MAXIOV).
  static constexpr std::size_t kLimit = 1024;

  IovecList() = default;
  IovecList(const IovecList&) = delete;
  // Takes a list, into an object that holds none. Errors: Fault when the list or one of the buffers taken is out of
  // bounds, Inval when the list is not aligned.
  Fallible<> read(const GuestMemory& memory, Pointer address, Size count) {
    WRT_WASI_ASSIGN(std::span<std::uint8_t> array,
                    memory.range(address, std::uint64_t{count} * sizeof(GuestIovec), alignof(GuestIovec)));
    for (std::size_t i = 0; i < count && count_ < kLimit; ++i) {
      WRT_WASI_TRY(push(memory, GuestMemory::read_element<GuestIovec>(array, i)));
    }
    return {};
  }

  const iovec* data() const { return many_.empty() ? few_.data() : many_.data(); }
  int count() const { return static_cast<int>(count_); }

  // readv, writev, preadv and pwritev of the host. What they answer, they answer.
  // FAST: for a single buffer, which most calls have, read and its like, which are 20 ns quicker.
  ssize_t read_from(int fd) const {
    if (count_ == 1) return host_read(fd, few_[0].iov_base, few_[0].iov_len);
    return host_readv(fd, data(), count());
  }
  ssize_t write_to(int fd) const {
    if (count_ == 1) return host_write(fd, few_[0].iov_base, few_[0].iov_len);
    return host_writev(fd, data(), count());
  }
  ssize_t read_at(int fd, off_t offset) const {
    if (count_ == 1) return host_pread(fd, few_[0].iov_base, few_[0].iov_len, offset);
    return ::preadv(fd, data(), count(), offset);
  }
  ssize_t write_at(int fd, off_t offset) const {
    if (count_ == 1) return host_pwrite(fd, few_[0].iov_base, few_[0].iov_len, offset);
    return ::pwritev(fd, data(), count(), offset);
  }

 private:
  static constexpr std::size_t kFew = 8;
  Fallible<> push(const GuestMemory& memory, GuestIovec buffer) {
    WRT_WASI_ASSIGN(std::span<std::uint8_t> bytes, memory.range(buffer.buf, buffer.buf_len));
    if (bytes.empty()) return {};
    const iovec entry{bytes.data(), bytes.size()};
    if (count_ < kFew) {
      few_[count_] = entry;
    } else {
      push_beyond_few(entry);
    }
    ++count_;
    return {};
  }
  void push_beyond_few(const iovec& entry);

  std::array<iovec, kFew> few_;
  std::vector<iovec> many_;  // all of them, once they are more than kFew
  std::size_t count_ = 0;
};

}  // namespace wrt::wasi
