// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// poll_oneoff: waits until at least one of many subscriptions has happened, and reports all that have. The clocks
// become one deadline for ppoll; the files one pollfd each. Subscriptions are copied out of guest memory once, before
// the wait, and a subscription that makes no sense is an event with an error and not a failure of the call.
//
// Regular files and directories are always ready. Which file descriptors are asked for decides only about how long the
// host waits: the guest's numbers are never given to it.

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "wasi/clock.h"
#include "wasi/errno.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

constexpr Size kMaxSubscriptions = 65536;
constexpr Timestamp kNever = std::numeric_limits<Timestamp>::max();

class Poll {
 public:
  explicit Poll(const Context& context) : context_(context), start_(now(CLOCK_MONOTONIC)) {}

  void subscribe(const GuestSubscription& subscription);
  // Waits, and returns what happened: at least one event, if there was a subscription.
  Fallible<std::vector<GuestEvent>> wait();

 private:
  struct Timer {
    std::uint64_t userdata;
    Timestamp deadline;  // on the monotonic clock
  };
  struct File {
    std::uint64_t userdata;
    std::uint8_t type;
    std::shared_ptr<const Descriptor> descriptor;  // open until the wait is over, whatever other threads do
    std::size_t poll;                              // index into polls_
  };

  void subscribe_clock(const GuestSubscription& subscription);
  void subscribe_file(const GuestSubscription& subscription);
  void add_event(std::uint64_t userdata, std::uint8_t type, Errno error, Filesize nbytes = 0, std::uint16_t flags = 0);
  void add_file_event(const File& file, short revents);
  Fallible<> wait_until(Timestamp deadline);

  const Context& context_;
  Timestamp start_;
  std::vector<Timer> timers_;
  std::vector<File> files_;
  // One for each descriptor, however many subscriptions it has: the host refuses more entries than a process may have
  // open files.
  std::vector<pollfd> polls_;
  std::unordered_map<int, std::size_t> poll_of_;
  std::vector<GuestEvent> events_;
};

Filesize bytes_to_read(const Descriptor& descriptor) {
  if (descriptor.type == Filetype::RegularFile) {
    struct stat stat{};
    off_t position = ::lseek(descriptor.host, 0, SEEK_CUR);
    if (position < 0 || ::fstat(descriptor.host, &stat) != 0 || stat.st_size <= position) return 0;
    return static_cast<Filesize>(stat.st_size - position);
  }
  int size = 0;
  return ::ioctl(descriptor.host, FIONREAD, &size) == 0 && size > 0 ? static_cast<Filesize>(size) : 0;
}

void Poll::add_event(std::uint64_t userdata, std::uint8_t type, Errno error, Filesize nbytes, std::uint16_t flags) {
  GuestEvent event{};
  event.userdata = userdata;
  event.error = error;
  event.type = type;
  event.nbytes = nbytes;
  event.flags = flags;
  events_.push_back(event);
}

void Poll::subscribe(const GuestSubscription& subscription) {
  switch (subscription.tag) {
    case Eventtype::Clock: return subscribe_clock(subscription);
    case Eventtype::FdRead:
    case Eventtype::FdWrite: return subscribe_file(subscription);
    default: return add_event(subscription.userdata, subscription.tag, Errno::Inval);
  }
}

void Poll::subscribe_clock(const GuestSubscription& subscription) {
  Fallible<clockid_t> clock = host_clock(subscription.id_or_fd);
  if (!clock.has_value()) return add_event(subscription.userdata, subscription.tag, clock.error());
  if (*clock != CLOCK_REALTIME && *clock != CLOCK_MONOTONIC) {
    return add_event(subscription.userdata, subscription.tag, Errno::Notsup);
  }
  if ((subscription.flags & ~std::uint16_t{Subclockflags::Abstime}) != 0) {
    return add_event(subscription.userdata, subscription.tag, Errno::Inval);
  }
  Timestamp delay = subscription.timeout;
  if ((subscription.flags & Subclockflags::Abstime) != 0) {
    Timestamp current = now(*clock);
    delay = subscription.timeout > current ? subscription.timeout - current : 0;
  }
  timers_.push_back({subscription.userdata, delay > kNever - start_ ? kNever : start_ + delay});
}

void Poll::subscribe_file(const GuestSubscription& subscription) {
  bool reads = subscription.tag == Eventtype::FdRead;
  Rights rights = Right::PollFdReadwrite | (reads ? Right::FdRead : Right::FdWrite);
  Fallible<std::shared_ptr<Descriptor>> descriptor = context_.fds.hold(subscription.id_or_fd, rights);
  if (!descriptor.has_value()) return add_event(subscription.userdata, subscription.tag, descriptor.error());
  int host = (*descriptor)->host;
  auto [found, is_new] = poll_of_.try_emplace(host, polls_.size());
  if (is_new) polls_.push_back({host, 0, 0});
  pollfd& poll = polls_[found->second];
  poll.events = static_cast<short>(poll.events | (reads ? POLLIN : POLLOUT));
  files_.push_back({subscription.userdata, subscription.tag, *descriptor, found->second});
}

void Poll::add_file_event(const File& file, short revents) {
  int own = POLLHUP | POLLERR | POLLNVAL | (file.type == Eventtype::FdRead ? POLLIN : POLLOUT);
  if ((revents & own) == 0) return;
  if ((revents & POLLNVAL) != 0) return add_event(file.userdata, file.type, Errno::Badf);
  Filesize nbytes = file.type == Eventtype::FdRead ? bytes_to_read(*file.descriptor) : 0;
  std::uint16_t flags = (revents & (POLLHUP | POLLERR)) != 0 ? std::uint16_t{Eventrwflags::Hangup} : std::uint16_t{0};
  add_event(file.userdata, file.type, Errno::Success, nbytes, flags);
}

// Until a file is ready or it is that late.
Fallible<> Poll::wait_until(Timestamp deadline) {
  while (true) {
    timespec timeout{};
    Timestamp current = now(CLOCK_MONOTONIC);
    if (deadline > current) timeout = to_timespec(deadline - current);
    int ready = ::ppoll(polls_.data(), polls_.size(), deadline == kNever ? nullptr : &timeout, nullptr);
    if (ready >= 0) return {};
    if (!should_retry()) return host_failure();
  }
}

Fallible<std::vector<GuestEvent>> Poll::wait() {
  Timestamp deadline = events_.empty() ? kNever : 0;
  for (const Timer& timer : timers_) deadline = std::min(deadline, timer.deadline);
  WRT_WASI_TRY(wait_until(deadline));
  Timestamp current = now(CLOCK_MONOTONIC);
  for (const Timer& timer : timers_) {
    if (timer.deadline <= current) add_event(timer.userdata, Eventtype::Clock, Errno::Success);
  }
  for (const File& file : files_) add_file_event(file, polls_[file.poll].revents);
  return std::move(events_);
}

}  // namespace

Errno poll_oneoff(Call& call, Pointer in, Pointer out, Size nsubscriptions, Pointer nevents) {
  if (nsubscriptions == 0 || nsubscriptions > kMaxSubscriptions) return Errno::Inval;
  WRT_WASI_TRY(call.memory.check_write<Size>(nevents));
  std::size_t size = subscription_size(call.abi);
  WRT_WASI_TRY(call.memory.range(in, std::uint64_t{nsubscriptions} * size, alignof(GuestSubscription)));
  WRT_WASI_TRY(call.memory.range(out, std::uint64_t{nsubscriptions} * sizeof(GuestEvent), alignof(GuestEvent)));
  Poll poll(call.context);
  for (Size i = 0; i < nsubscriptions; ++i) {
    Pointer at = in + static_cast<Pointer>(i * size);
    WRT_WASI_ASSIGN(GuestSubscription subscription, read_subscription(call.memory, call.abi, at));
    poll.subscribe(subscription);
  }
  WRT_WASI_ASSIGN(std::vector<GuestEvent> events, poll.wait());
  for (std::size_t i = 0; i < events.size(); ++i) {
    Errno written = call.memory.write(out + static_cast<Pointer>(i * sizeof(GuestEvent)), events[i]);
    if (written != Errno::Success) return written;
  }
  return call.memory.write(nevents, static_cast<Size>(events.size()));
}

}  // namespace wrt::wasi
