// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Timers, and the signal's handler. The handler stays when there is no Sampler any more, as a signal may be on its way.
#include "runtime/sampler.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <type_traits>

#include <fmt/format.h>

#include "runtime/guest_thread.h"
#include "runtime/machine.h"
#include "runtime/sample_stack.h"

namespace wrt {

namespace {

static_assert(std::is_pointer_v<timer_t>);

constexpr int kSampleSignal = SIGPROF;
constexpr long kNanoseconds = 1'000'000'000;

std::atomic<Sampler*> active{nullptr};
// Handlers that may have seen it.
std::atomic<unsigned> handlers{0};

}  // namespace

// What the handler may do with a Sampler.
struct SampleSignal {
  static void handle(int /*signal*/, siginfo_t* info, void* context) {
    if (info->si_code != SI_TIMER) return;  // somebody sent it
    const int saved_errno = errno;
    handlers.fetch_add(1);
    if (Sampler* const sampler = active.load()) {
      sampler->due_.fetch_add(1 + static_cast<std::uint64_t>(std::max(info->si_overrun, 0)));
      sampler->take(context);
    }
    handlers.fetch_sub(1);
    errno = saved_errno;
  }
};

Result<std::unique_ptr<Sampler>> Sampler::start(unsigned rate) {
  std::unique_ptr<Sampler> sampler(new Sampler(rate));
  struct sigaction action{};
  action.sa_sigaction = SampleSignal::handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(kSampleSignal, &action, nullptr);
  // Whether this system gives such timers to those who ask, is asked before anything runs.
  if (SampleTimer::create(rate) == nullptr)
    return fail(ErrorKind::Io, fmt::format("cannot make a timer for samples: {}", std::strerror(errno)));
  active = sampler.get();
  return sampler;
}

void Sampler::stop() {
  Sampler* self = this;
  active.compare_exchange_strong(self, nullptr);
  while (handlers.load() != 0) sched_yield();
}

Sampler::~Sampler() {
  stop();
}

void Sampler::take(const void* context) {
  const GuestThread* const thread = GuestThread::current_or_null();
  SampledStack stack;
  if (thread == nullptr || !sample_stack(*thread, machine_state(*static_cast<const ucontext_t*>(context)), stack)) {
    outside_.fetch_add(1);
    return;
  }
  std::array<std::uintptr_t, 1 + kMaxSampledFrames> words;
  words[0] = (stack.in_host ? kSampleInHost : 0) | (stack.truncated ? kSampleTruncated : 0);
  std::copy_n(stack.addresses.begin(), stack.count, words.begin() + 1);
  table_.add(std::span(words).first(1 + stack.count));
}

std::unique_ptr<SampleTimer> Sampler::start_timer() {
  Sampler* const sampler = active.load();
  if (sampler == nullptr) return nullptr;
  std::unique_ptr<SampleTimer> timer = SampleTimer::create(sampler->rate_);
  if (timer == nullptr) sampler->threads_without_.fetch_add(1);
  return timer;
}

std::unique_ptr<SampleTimer> SampleTimer::create(unsigned rate) {
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = kSampleSignal;
#ifdef sigev_notify_thread_id
  event.sigev_notify_thread_id = static_cast<pid_t>(syscall(SYS_gettid));
#else
  event._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
#endif
  timer_t timer{};
  if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) != 0) return nullptr;
  std::unique_ptr<SampleTimer> made(new SampleTimer(timer));
  itimerspec period{};
  period.it_interval.tv_sec = rate == 1 ? 1 : 0;
  period.it_interval.tv_nsec = rate == 1 ? 0 : kNanoseconds / static_cast<long>(rate);
  period.it_value = period.it_interval;
  return timer_settime(timer, 0, &period, nullptr) == 0 ? std::move(made) : nullptr;
}

SampleTimer::~SampleTimer() {
  timer_delete(static_cast<timer_t>(timer_));
}

}  // namespace wrt
