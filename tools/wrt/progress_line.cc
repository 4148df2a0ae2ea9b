// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The drawing thread sleeps in sigtimedwait(): a signal of the user's ends the sleep, and so does end(), with a signal
// to that thread alone. Those signals are blocked while the line may be there; threads that the compiler starts inherit
// that.
#include "tools/wrt/progress_line.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace wrt {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr Seconds kPatience(1);  // work that takes no longer is not shown
constexpr timespec kPause{0, 100'000'000};
constexpr double kEnoughForEstimate = 0.05;  // of the work

// Signals by which a user ends or stops the command.
constexpr std::array kUserSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

bool stderr_can_redraw() {
  const char* const terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

// False where another job has the terminal. Where the terminal is not the one that controls this process, nobody knows.
bool in_foreground() {
  const pid_t group = ::tcgetpgrp(STDERR_FILENO);
  return group < 0 || group == ::getpgrp();
}

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

void write_stderr(std::string_view text) {
  // What cannot be drawn is not drawn.
  [[maybe_unused]] const ssize_t count = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string duration_text(double seconds) {
  const std::uint64_t whole = static_cast<std::uint64_t>(seconds);
  return whole < 60 ? fmt::format("{} s", whole) : fmt::format("{} min {} s", whole / 60, whole % 60);
}

sigset_t signals_to_await() {
  sigset_t set;
  sigset_t blocked;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  for (const int each : kUserSignals) {
    struct sigaction action{};
    const bool ends = ::sigaction(each, nullptr, &action) == 0 && action.sa_handler == SIG_DFL;
    if (ends && sigismember(&blocked, each) == 0) sigaddset(&set, each);
  }
  return set;
}

}  // namespace

void ProgressLine::begin(std::size_t functions, std::uint64_t work) {
  functions_ = functions;
  work_ = work;
  start_ = std::chrono::steady_clock::now();
  if (!stderr_can_redraw()) return;
  awaited_ = signals_to_await();
  ::pthread_sigmask(SIG_BLOCK, &awaited_, &mask_before_);
  drawer_ = std::thread([this] { draw_until_end(); });
}

void ProgressLine::advance(std::size_t functions, std::uint64_t work) {
  functions_done_.fetch_add(functions, std::memory_order_relaxed);
  work_done_.fetch_add(work, std::memory_order_relaxed);
}

void ProgressLine::end() {
  if (!drawer_.joinable()) return;
  ended_ = true;
  ::pthread_kill(drawer_.native_handle(), SIGRTMIN);
  drawer_.join();
  ::pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

void ProgressLine::draw_until_end() {
  while (!ended_) {
    const int signal = ::sigtimedwait(&awaited_, nullptr, &kPause);
    if (signal > 0 && signal != SIGRTMIN) take_signal(signal);
    if (!ended_ && std::chrono::steady_clock::now() - start_ > kPatience) draw();
  }
  clear();
}

void ProgressLine::take_signal(int signal) {
  clear();
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  ::kill(::getpid(), signal);
  // Here the process ends, or stops until it is continued.
  ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  ::pthread_sigmask(SIG_BLOCK, &one, nullptr);
}

void ProgressLine::draw() {
  if (!in_foreground()) return;
  // In the last column some terminals begin a new line.
  const std::size_t width = terminal_width() - 1;
  write_stderr(fmt::format("\r{}\033[K", text(width)));
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) write_stderr("\r\033[K");
  drawn_ = false;
}

// The longest text that fits.
std::string ProgressLine::text(std::size_t width) const {
  const std::size_t done = functions_done_;
  const double share =
      work_ == 0 ? 1 : std::min(1.0, static_cast<double>(work_done_.load()) / static_cast<double>(work_));
  const double elapsed = Seconds(std::chrono::steady_clock::now() - start_).count();
  const std::string percent = fmt::format("{} %", static_cast<unsigned>(share * 100));
  const std::string count = fmt::format("{} of {} function{}", done, functions_, functions_ == 1 ? "" : "s");
  const std::string known = fmt::format("wrt: compiling: {}, {}, {}", count, percent, duration_text(elapsed));
  std::string estimate;
  if (share >= kEnoughForEstimate && share < 1) {
    estimate = fmt::format(", about {} left", duration_text(elapsed * (1 - share) / share + 1));
  }
  for (const std::string& each : {known + estimate, known, fmt::format("wrt: {}, {}", count, percent), percent}) {
    if (each.size() <= width) return each;
  }
  return {};
}

}  // namespace wrt
