// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writing, and counting for who waits.
#include "api/request_pipe.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace wrt {

namespace {

// A function is compiled in milliseconds; a test is to end even if the compiler does not.
constexpr std::chrono::seconds kLongestWait{20};

bool write_request(int file, const CompileRequest& request) {
  return write(file, &request, sizeof request) == sizeof request;
}

}  // namespace

void RequestPipe::send(const CompileRequest& request) {
  if (wait_) return send_and_wait(request);
  write_request(out_.number(), request);
}

// Requests are written in the order in which they are counted.
void RequestPipe::send_and_wait(const CompileRequest& request) {
  std::unique_lock lock(mutex_);
  if (ended_ || !write_request(out_.number(), request)) return;
  const std::uint64_t number = ++sent_;
  change_.wait_for(lock, kLongestWait, [&] { return ended_ || served_ >= number; });
}

void RequestPipe::served(std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  served_ = std::max(served_, count);
  change_.notify_all();
}

void RequestPipe::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  change_.notify_all();
}

}  // namespace wrt
