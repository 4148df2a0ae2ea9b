// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the guests of a store may take. All of it is counted for the store as a whole: an instance that makes others
// could otherwise multiply its share. Who exceeds a limit is left with a trap that says which one it was; the size that
// a module itself declares as its maximum is another matter, and answered as the specification says.
//
// The collected heap has its limit in GcOptions, the stack in GuestThread::set_stack_size, time in Interrupter.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace wrt {

struct StoreLimits {
  // Bytes of all linear memories. What instances declare as their minimum counts, and what memory.grow adds.
  std::uint64_t memory_bytes = std::numeric_limits<std::uint64_t>::max();
  // Elements of all tables, likewise.
  std::uint64_t table_elements = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t instances = std::numeric_limits<std::uint64_t>::max();
  // Instructions that may be executed (docs/cli.md says what counts), at most kMostFuel. With a limit, the store takes
  // only modules whose code counts them (CompileOptions::meter).
  std::optional<std::uint64_t> fuel = std::nullopt;
};

// What a store has without a limit.
inline constexpr std::uint64_t kMostFuel = std::numeric_limits<std::int64_t>::max();

// What growing a memory or a table yields where the store's limit does not allow it.
inline constexpr std::int64_t kBeyondQuota = -2;

// An amount of which many take their parts. Thread-safe.
class Quota {
 public:
  explicit Quota(std::uint64_t limit) : limit_(limit) {}
  Quota(const Quota&) = delete;
  Quota& operator=(const Quota&) = delete;

  bool has(std::uint64_t amount) const { return amount <= limit_ - used_.load(std::memory_order_relaxed); }
  // False, and takes nothing, if there is not as much left.
  bool take(std::uint64_t amount) {
    std::uint64_t used = used_.load(std::memory_order_relaxed);
    do {
      if (amount > limit_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + amount, std::memory_order_relaxed));
    return true;
  }
  // What was taken before.
  void give_back(std::uint64_t amount) { used_.fetch_sub(amount, std::memory_order_relaxed); }

 private:
  const std::uint64_t limit_;
  std::atomic<std::uint64_t> used_ = 0;
};

}  // namespace wrt
