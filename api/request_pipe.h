// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RequestPipe: how threads that run a guest ask the process that compiles for code. Nobody waits: a request that does
// not fit into the pipe is dropped, and made again when the function is hot again. Only tests let the guest wait.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include "api/compile_messages.h"
#include "runtime/file_descriptor.h"
#include "runtime/heat_listener.h"

namespace wrt {

class RequestPipe {
 public:
  // `out` does not block, and writing to it when nobody reads raises no signal (Wasi ignores it). With `wait`, who
  // sends a request waits until it is served, but not for ever.
  RequestPipe(FileDescriptor out, bool wait) : out_(std::move(out)), wait_(wait) {}

  // Thread-safe, as all of it.
  void send(const CompileRequest& request);
  bool is_waited_for() const { return wait_; }
  // The first `count` requests have been served.
  void served(std::uint64_t count);
  // No more will be.
  void end();

 private:
  void send_and_wait(const CompileRequest& request);

  const FileDescriptor out_;
  const bool wait_;
  std::mutex mutex_;  // guards the rest
  std::condition_variable change_;
  std::uint64_t sent_ = 0;
  std::uint64_t served_ = 0;
  bool ended_ = false;
};

// Asks for the code of one module.
class RequestListener final : public HeatListener {
 public:
  RequestListener(std::shared_ptr<RequestPipe> pipe, std::uint32_t order) : pipe_(std::move(pipe)), order_(order) {}

  // Who waits for each request wants to see all loops move.
  bool chooses_loops() const override { return !pipe_->is_waited_for(); }
  void get_hot(std::uint32_t function, std::uint32_t loop_offset) override {
    pipe_->send({order_, function, loop_offset});
  }

 private:
  const std::shared_ptr<RequestPipe> pipe_;
  const std::uint32_t order_;
};

}  // namespace wrt
