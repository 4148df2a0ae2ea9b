// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads that each make the next functions which nobody has, until there are none left or one has failed.
#include "runtime/make_functions.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace wrt {

namespace {

// Functions that a thread takes at once: so few that all threads are done at about the same time.
constexpr std::size_t kBatch = 16;
// Bytes of bodies for which another thread pays.
constexpr std::size_t kBytesPerThread = std::size_t{64} << 10;

class MakingPool {
 public:
  MakingPool(FunctionMaker& maker, const FunctionsToMake& functions, const TakeFunctions& take)
      : maker_(maker), functions_(functions), take_(take) {}

  Result<> run(unsigned threads) {
    std::vector<std::jthread> workers;
    for (unsigned each = 1; each < threads; ++each) workers.emplace_back([this] { work(); });
    work();
    workers.clear();
    if (error_) return Unexpected(std::move(*error_));
    return {};
  }

 private:
  void work() {
    std::vector<FunctionCode> codes;
    while (!failed_.load(std::memory_order_relaxed)) {
      const std::size_t begin = next_.fetch_add(kBatch);
      if (begin >= functions_.count) return;
      codes.clear();
      for (std::size_t each = begin; each < std::min(begin + kBatch, functions_.count); ++each) {
        Result<FunctionCode> code = maker_.function(functions_.first + static_cast<FuncIndex>(each), false);
        if (!code) return note(std::move(code.error()));
        codes.push_back(std::move(*code));
      }
      const std::lock_guard lock(mutex_);
      take_(functions_.first + static_cast<FuncIndex>(begin), codes);
    }
  }

  void note(Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    failed_ = true;
  }

  FunctionMaker& maker_;
  const FunctionsToMake& functions_;
  const TakeFunctions& take_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::optional<Error> error_;
};

}  // namespace

Result<> make_functions(FunctionMaker& maker, const FunctionsToMake& functions, unsigned threads,
                        const TakeFunctions& take) {
  if (threads == 0) {
    const std::size_t useful = 1 + functions.body_bytes / kBytesPerThread;
    threads = static_cast<unsigned>(std::min<std::size_t>(useful, std::max(1u, std::thread::hardware_concurrency())));
  }
  return MakingPool(maker, functions, take).run(threads);
}

}  // namespace wrt
