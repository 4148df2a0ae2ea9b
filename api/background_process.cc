// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals, descriptors, priority.
#include "api/background_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace wrt {

namespace {

// Beside the program, on a processor that both want, this one gets a quarter: less would be kinder to the program for
// as long as it runs in slow code, and keep it there for longer.
constexpr int kPriority = 5;
// A tenth, for what can wait.
constexpr int kLowPriority = 10;

bool end_with(int parent) {
  // It may be gone by now.
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
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

bool become_background_process(int parent, std::span<const int> kept) {
  if (!end_with(parent) || !close_standard_streams() || !close_all_but(kept)) return false;
  prctl(PR_SET_NAME, "wrt-background");
  std::signal(SIGCHLD, SIG_DFL);
  return setpriority(PRIO_PROCESS, 0, kPriority) == 0;
}

// On Linux a thread has a priority of its own, and 0 is the caller.
void lower_thread_priority() {
  setpriority(PRIO_PROCESS, 0, kLowPriority);
}

}  // namespace wrt
