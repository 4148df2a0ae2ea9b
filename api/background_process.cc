// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals, descriptors, priority.
#include "api/background_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <thread>

namespace wrt {

namespace {

// Beside the program, on a processor that both want, this one gets a quarter: less would be kinder to the program for
// as long as it runs in slow code, and keep it there for longer.
constexpr int kPriority = 5;
// A tenth, for what can wait.
constexpr int kLowPriority = 10;

// Of processor time, once nobody waits for what is made.
constexpr rlim_t kMostIdleSeconds = 300;

// Small or not: what it makes is not worth the program's end, or another's.
void be_first_to_be_killed() {
  const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  constexpr std::string_view kMost = "1000";
  // Where that is not allowed it is as likely as others.
  [[maybe_unused]] const ssize_t written = write(file, kMost.data(), kMost.size());
  close(file);
}

// Whoever reads what the guest writes must not wait for us.
bool close_standard_streams() {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return false;
  for (const int each : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (dup2(nothing, each) < 0) return false;
  }
  return true;
}

// Closes [first, last]; kernels before 5.9 need a call for each.
bool close_between(unsigned first, unsigned last) {
  if (first > last || syscall(SYS_close_range, first, last, 0) == 0) return true;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
  for (unsigned each = first; each <= last && each < limit.rlim_cur; ++each) close(static_cast<int>(each));
  return true;
}

bool close_all_but(std::span<const int> kept) {
  unsigned next = STDERR_FILENO + 1;
  for (const int each : kept) {
    const unsigned number = static_cast<unsigned>(each);
    if (number > next && !close_between(next, number - 1)) return false;
    next = number + 1;
  }
  return close_between(next, ~0U);
}

}  // namespace

// The folder has an entry for each thread, and two for itself.
bool is_only_thread() {
  // A thread that was joined is there for a moment longer.
  for (int attempts = 0; attempts < 20; ++attempts) {
    struct stat status{};
    if (stat("/proc/self/task", &status) != 0) return false;
    if (status.st_nlink == 3) return true;
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
  return false;
}

bool become_background_process(std::span<const int> kept) {
  if (!close_standard_streams() || !close_all_but(kept)) return false;
  be_first_to_be_killed();
  prctl(PR_SET_NAME, "wrt-background");
  std::signal(SIGCHLD, SIG_DFL);
  return setpriority(PRIO_PROCESS, 0, kPriority) == 0;
}

void when_closed(int pipe, void (*action)()) {
  std::thread([pipe, action] {
    pollfd closed = {pipe, 0, 0};
    while (poll(&closed, 1, -1) < 0 && errno == EINTR) {
    }
    action();
  }).detach();
}

void become_idle_process() {
  const rlimit limit{kMostIdleSeconds, kMostIdleSeconds};
  setrlimit(RLIMIT_CPU, &limit);
  // A thread that starts another one just now may leave it out; it has a low priority then.
  std::error_code ignored;
  for (const std::filesystem::directory_entry& each : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    const sched_param parameters{};
    sched_setscheduler(std::atoi(each.path().filename().c_str()), SCHED_IDLE, &parameters);
  }
}

void lower_thread_priority() {
  setpriority(PRIO_PROCESS, 0, kLowPriority);
}

}  // namespace wrt
