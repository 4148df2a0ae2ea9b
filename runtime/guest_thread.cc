// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Mapping and unmapping the two stacks, and finding the thread's object again, also from a signal handler.
#include "runtime/guest_thread.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#include "runtime/sampler.h"
#include "runtime/signals.h"

namespace wrt {

namespace {

// Larger than the largest frame that a function can have whose locals are all vectors, for compilers without probes.
constexpr std::size_t kGuardSize = std::size_t{1} << 20;
// A sanitizer's report, printed from a handler that we pass on to, needs more than a trap.
constexpr std::size_t kSignalStackSize = std::size_t{256} << 10;
constexpr std::size_t kSignalGuardSize = std::size_t{64} << 10;

std::atomic<std::size_t> stack_size_setting{GuestThread::kDefaultStackSize};

// Neither is ever destroyed: other threads may run guests while main() returns.
constinit std::mutex list_mutex;
constinit GuestThread* first_in_list = nullptr;

// `size` bytes above `guard` bytes that cannot be touched; the whole must be unmapped. No page is touched yet.
std::uintptr_t map_stack(std::size_t guard, std::size_t size) {
  void* const mapped =
      mmap(nullptr, guard + size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapped == MAP_FAILED || mprotect(static_cast<std::uint8_t*>(mapped) + guard, size, PROT_READ | PROT_WRITE) != 0) {
    std::fprintf(stderr, "wrt: no memory for a stack of %zu KiB: %s\n", size >> 10, std::strerror(errno));
    std::abort();
  }
  return reinterpret_cast<std::uintptr_t>(mapped);
}

}  // namespace

constinit thread_local GuestThread* GuestThread::this_thread_ = nullptr;

struct GuestThread::Owner {
  ~Owner() {
    // A host function that ends the process or the thread does so on the guest stack: that one stays.
    if (this_thread_ != nullptr && this_thread_->innermost != nullptr) return;
    delete this_thread_;
    this_thread_ = nullptr;
  }
};

GuestThread& GuestThread::current() {
  if (this_thread_ == nullptr) [[unlikely]] {
    install_signal_handlers();
    this_thread_ = new GuestThread;
    static thread_local Owner owner;  // destroyed when the thread ends
    this_thread_->sample_timer_ = Sampler::start_timer();
  }
  return *this_thread_;
}

void GuestThread::set_stack_size(std::size_t bytes) {
  constexpr std::size_t kGranularity = std::size_t{64} << 10;
  bytes = std::max(bytes, kMinStackSize);
  stack_size_setting = (bytes + kGranularity - 1) / kGranularity * kGranularity;
}

GuestThread::GuestThread() {
  const std::size_t size = stack_size_setting;
  guard_begin_ = map_stack(kGuardSize, size);
  stack_begin_ = guard_begin_ + kGuardSize;
  stack_end_ = stack_begin_ + size;
  install_signal_stack();
  join_list();
}

void GuestThread::join_list() {
  thread_id_ = static_cast<pid_t>(syscall(SYS_gettid));
  const std::lock_guard lock(list_mutex);
  next_in_list_ = first_in_list;
  if (next_in_list_ != nullptr) next_in_list_->previous_in_list_ = this;
  first_in_list = this;
}

void GuestThread::leave_list() {
  const std::lock_guard lock(list_mutex);
  (previous_in_list_ != nullptr ? previous_in_list_->next_in_list_ : first_in_list) = next_in_list_;
  if (next_in_list_ != nullptr) next_in_list_->previous_in_list_ = previous_in_list_;
}

// By number, and not pthread_kill: a thread that ended inside of a guest is still in the list.
void GuestThread::signal_all(int signal) {
  const std::lock_guard lock(list_mutex);
  const pid_t process = getpid();
  for (const GuestThread* each = first_in_list; each != nullptr; each = each->next_in_list_) {
    syscall(SYS_tgkill, process, each->thread_id_, signal);
  }
}

void GuestThread::install_signal_stack() {
  signal_stack_ = reinterpret_cast<void*>(map_stack(kSignalGuardSize, kSignalStackSize));
  stack_t stack{};
  stack.ss_sp = static_cast<std::uint8_t*>(signal_stack_) + kSignalGuardSize;
  stack.ss_size = kSignalStackSize;
  stack_t previous{};
  if (sigaltstack(&stack, &previous) != 0) {
    std::fprintf(stderr, "wrt: cannot set a signal stack: %s\n", std::strerror(errno));
    std::abort();
  }
  if ((previous.ss_flags & SS_DISABLE) == 0) {
    previous_signal_stack_ = previous.ss_sp;
    previous_signal_stack_size_ = previous.ss_size;
  }
}

Value* GuestThread::frame_of(std::size_t values) {
  if (values > frame_capacity_) {
    frame_capacity_ = 0;
    frame_.reset(new (std::nothrow) Value[values]);
    if (frame_ != nullptr) frame_capacity_ = values;
  }
  return frame_.get();
}

GuestThread::~GuestThread() {
  sample_timer_ = nullptr;
  leave_list();
  stack_t previous{};
  previous.ss_sp = previous_signal_stack_;
  previous.ss_size = previous_signal_stack_size_;
  if (previous_signal_stack_ == nullptr) previous.ss_flags = SS_DISABLE;
  sigaltstack(&previous, nullptr);
  munmap(signal_stack_, kSignalGuardSize + kSignalStackSize);
  munmap(reinterpret_cast<void*>(guard_begin_), stack_end_ - guard_begin_);
}

}  // namespace wrt
