// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ProgressLine: one line on the terminal that says how far a compilation is, if it takes more than a second:
//
//   wrt: compiling: 812 of 2070 functions, 41 %, 3 s, about 5 s left
//
// A thread redraws it. It is gone when the compilation ends, and when the user interrupts: that thread is then the one
// that takes the signal, so that nothing is drawn between clearing the line and the end of the process. Where stderr
// is not a terminal nothing of this happens, and no thread is started.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>

#include "api/program.h"

namespace wrt {

class ProgressLine final : public CompileProgress {
 public:
  ProgressLine() = default;
  ~ProgressLine() override { end(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void begin(std::size_t functions, std::uint64_t work) override;
  void advance(std::size_t functions, std::uint64_t work) override;
  void end() override;

 private:
  void draw_until_end();
  void draw();
  void clear();
  void take_signal(int signal);
  std::string text(std::size_t width) const;

  std::size_t functions_ = 0;
  std::uint64_t work_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::atomic<std::size_t> functions_done_ = 0;
  std::atomic<std::uint64_t> work_done_ = 0;

  std::thread drawer_;
  std::atomic<bool> ended_ = false;
  bool drawn_ = false;      // the drawer's
  sigset_t awaited_{};      // by the drawer, blocked everywhere: the user's signals, and the one that ends it
  sigset_t mask_before_{};  // of the compiling thread
};

}  // namespace wrt
