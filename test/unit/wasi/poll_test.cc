// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// poll_oneoff: clocks, files, pipes, and subscriptions that make no sense. And standard streams that are not to block.

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "test/unit/wasi/guest.h"
#include "wasi/clock.h"

namespace wrt::wasi {
namespace {

constexpr Timestamp kMillisecond = 1'000'000;
constexpr Pointer kOut = 32768;

struct Pipe {
  Pipe() {
    int fds[2];
    REQUIRE(::pipe2(fds, O_CLOEXEC) == 0);
    reader = UniqueFd(fds[0]);
    writer = UniqueFd(fds[1]);
  }
  UniqueFd reader;
  UniqueFd writer;
};

GuestSubscription clock(Flags id, Timestamp timeout, std::uint16_t flags = 0) {
  GuestSubscription subscription{};
  subscription.userdata = 100 + id;
  subscription.tag = Eventtype::Clock;
  subscription.id_or_fd = id;
  subscription.timeout = timeout;
  subscription.flags = flags;
  return subscription;
}

GuestSubscription file(Fd fd, std::uint8_t tag) {
  GuestSubscription subscription{};
  subscription.userdata = 200 + fd;
  subscription.tag = tag;
  subscription.id_or_fd = fd;
  return subscription;
}

std::vector<GuestEvent> poll(Guest& guest, const std::vector<GuestSubscription>& subscriptions) {
  for (std::size_t i = 0; i < subscriptions.size(); ++i) {
    Pointer at = Guest::kBuffer + static_cast<Pointer>(i * sizeof(GuestSubscription));
    REQUIRE(guest.memory().write(at, subscriptions[i]) == Errno::Success);
  }
  REQUIRE(guest.call("poll_oneoff", Guest::kBuffer, kOut, subscriptions.size(), Guest::kResult) == "success");
  std::vector<GuestEvent> events;
  for (Size i = 0; i < guest.get<Size>(Guest::kResult); ++i) {
    events.push_back(guest.get<GuestEvent>(kOut + i * static_cast<Pointer>(sizeof(GuestEvent))));
  }
  return events;
}

Timestamp elapsed(Timestamp since) {
  return now(CLOCK_MONOTONIC) - since;
}

TEST_CASE("poll_oneoff refuses no subscriptions, too many, and addresses outside") {
  Guest guest(WasiConfig{});
  CHECK(guest.call("poll_oneoff", 0, 0, 0, 0) == "inval");
  CHECK(guest.call("poll_oneoff", 0, 0, 0xffffffff, 0) == "inval");
  CHECK(guest.call("poll_oneoff", 0, 0, 65536, 0) == "fault");
  CHECK(guest.call("poll_oneoff", 4, 0, 1, 0) == "inval");
  CHECK(guest.call("poll_oneoff", 0, 65528, 1, 0) == "fault");
  CHECK(guest.call("poll_oneoff", 0, 64, 1, 65536) == "fault");
}

TEST_CASE("poll_oneoff waits for the first of several clocks") {
  Guest guest(WasiConfig{});
  Timestamp start = now(CLOCK_MONOTONIC);
  std::vector<GuestEvent> events =
      poll(guest, {clock(Clockid::Realtime, 60'000 * kMillisecond), clock(Clockid::Monotonic, 20 * kMillisecond)});
  CHECK(elapsed(start) >= 20 * kMillisecond);
  CHECK(elapsed(start) < 30'000 * kMillisecond);
  REQUIRE(events.size() == 1);
  CHECK(events[0].userdata == 100 + Clockid::Monotonic);
  CHECK(events[0].error == Errno::Success);
  CHECK(events[0].type == Eventtype::Clock);
}

TEST_CASE("poll_oneoff takes absolute times, also past ones") {
  Guest guest(WasiConfig{});
  for (Flags id : {Flags{Clockid::Realtime}, Flags{Clockid::Monotonic}}) {
    clockid_t host = *host_clock(id);
    Timestamp due = now(host) + 20 * kMillisecond;
    CHECK(poll(guest, {clock(id, due, Subclockflags::Abstime)}).size() == 1);
    CHECK(now(host) >= due);
    CHECK(poll(guest, {clock(id, 1, Subclockflags::Abstime)}).size() == 1);
  }
}

TEST_CASE("poll_oneoff reports senseless subscriptions as events, at once") {
  Guest guest(WasiConfig{});
  GuestSubscription odd{};
  odd.tag = 9;
  std::vector<GuestEvent> events =
      poll(guest, {clock(Clockid::Monotonic, ~Timestamp{0}), clock(77, 0), clock(Clockid::ThreadCputime, 0),
                   clock(Clockid::Realtime, 0, 2), file(99, Eventtype::FdRead), file(0, Eventtype::FdWrite), odd});
  REQUIRE(events.size() == 6);
  const Errno errors[] = {Errno::Inval, Errno::Notsup, Errno::Inval, Errno::Badf, Errno::Notcapable, Errno::Inval};
  for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].error == errors[i]);
}

TEST_CASE("poll_oneoff sees what is in a pipe, and its end") {
  Pipe pipe;
  WasiConfig config;
  config.stdin_fd = pipe.reader.get();
  Guest guest(std::move(config));
  std::vector<GuestSubscription> either{file(0, Eventtype::FdRead), clock(Clockid::Monotonic, 5 * kMillisecond)};
  std::vector<GuestEvent> events = poll(guest, either);
  REQUIRE(events.size() == 1);
  CHECK(events[0].type == Eventtype::Clock);

  REQUIRE(::write(pipe.writer.get(), "abc", 3) == 3);
  events = poll(guest, either);
  REQUIRE(events.size() == 1);
  CHECK(events[0].userdata == 200);
  CHECK(events[0].type == Eventtype::FdRead);
  CHECK(events[0].nbytes == 3);
  CHECK(events[0].flags == 0);

  pipe.writer = UniqueFd();
  events = poll(guest, either);
  REQUIRE(events.size() == 1);
  CHECK(events[0].flags == Eventrwflags::Hangup);
}

TEST_CASE("poll_oneoff takes more subscriptions than the process may have files, and each gets its event") {
  Pipe pipe;
  WasiConfig config;
  config.stdin_fd = pipe.reader.get();
  config.stdout_fd = pipe.writer.get();
  Guest guest(std::move(config));
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  rlimit few{64, files.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  std::vector<GuestSubscription> many;
  for (int i = 0; i < 300; ++i)
    many.push_back(file(i % 3 == 0 ? 1 : 0, i % 3 == 0 ? Eventtype::FdWrite : Eventtype::FdRead));
  CHECK(poll(guest, many).size() == 100);  // there is room to write, and nothing to read
  REQUIRE(::write(pipe.writer.get(), "abc", 3) == 3);
  CHECK(poll(guest, many).size() == 300);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
}

TEST_CASE("poll_oneoff finds regular files ready") {
  TemporaryDirectory directory;
  WasiConfig config;
  config.preopens.push_back({directory.path().string(), "/", false});
  Guest guest(std::move(config));
  Size size = guest.put(Guest::kPath, "file");
  REQUIRE(guest.call("path_open", 3, 0, Guest::kPath, size, Flags{Oflags::Creat}, Rights{Right::All}, 0, 0,
                     Guest::kResult) == "success");
  Fd fd = guest.get<Fd>(Guest::kResult);
  REQUIRE(guest.call("fd_filestat_set_size", fd, 1000) == "success");
  REQUIRE(guest.call("fd_seek", fd, 400, Flags{Whence::Set}, Guest::kResult) == "success");
  std::vector<GuestEvent> events = poll(guest, {file(fd, Eventtype::FdRead), file(fd, Eventtype::FdWrite)});
  REQUIRE(events.size() == 2);
  CHECK(events[0].nbytes == 600);
  CHECK(events[1].error == Errno::Success);
}

TEST_CASE("A standard stream that is not to block answers again, and stays as it was for others") {
  Pipe pipe;
  WasiConfig config;
  config.stdin_fd = pipe.reader.get();
  Guest guest(std::move(config));
  REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, 10}) == Errno::Success);
  REQUIRE(guest.call("fd_fdstat_set_flags", 0, Flags{Fdflags::Nonblock}) == "success");
  CHECK(guest.call("fd_read", 0, 0, 1, Guest::kResult) == "again");
  CHECK((::fcntl(pipe.reader.get(), F_GETFL) & O_NONBLOCK) == 0);
  REQUIRE(::write(pipe.writer.get(), "abc", 3) == 3);
  CHECK(guest.call("fd_read", 0, 0, 1, Guest::kResult) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 3);
  pipe.writer = UniqueFd();
  CHECK(guest.call("fd_read", 0, 0, 1, Guest::kResult) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 0);
}

}  // namespace
}  // namespace wrt::wasi
