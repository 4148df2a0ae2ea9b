// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The host functions when several threads of a guest call them on the same descriptors. What a thread finds wrong is
// counted and looked at when all have ended: the test framework's macros are for one thread.

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <set>
#include <thread>

#include "test/unit/wasi/guest.h"

namespace wrt::wasi {
namespace {

constexpr Fd kFolder = kFirstPreopen;
constexpr std::chrono::milliseconds kDuration{300};

// One thread of a guest: the context is shared by all, the memory here is its own.
class Thread {
 public:
  explicit Thread(Context& context) : context_(context), words_(Guest::kMemory / 8) {}

  Errno call(std::string_view name, std::initializer_list<std::uint64_t> arguments) {
    std::array<Value, 10> values{};
    std::size_t count = 0;
    for (std::uint64_t each : arguments) values[count++].u64 = each;
    for (const FunctionRow& row : functions()) {
      if (row.name != name) continue;
      if (!invoke(row, Abi::Preview1, context_, memory(), values)) return Errno::Canceled;
      return static_cast<Errno>(values[0].u32);
    }
    return Errno::Nosys;
  }
  GuestMemory memory() { return GuestMemory({reinterpret_cast<std::uint8_t*>(words_.data()), Guest::kMemory}); }
  Size put(Pointer at, std::string_view text) {
    std::memcpy(memory().range(at, text.size())->data(), text.data(), text.size());
    return static_cast<Size>(text.size());
  }
  // Opens a file or a folder below kFolder.
  Errno open(std::string_view name, Flags oflags, Rights rights, Fd* opened) {
    const Size size = put(Guest::kPath, name);
    const Errno error = call("path_open", {kFolder, 0, Guest::kPath, size, oflags, rights, 0, 0, Guest::kResult});
    if (error == Errno::Success) *opened = *memory().read<Fd>(Guest::kResult);
    return error;
  }
  // fd_read or fd_write of `size` bytes.
  Errno transfer(std::string_view name, Fd fd, Size size) {
    memory().write(512, GuestIovec{Guest::kBuffer, size});
    return call(name, {fd, 512, 1, Guest::kResult});
  }

 private:
  Context& context_;
  std::vector<std::uint64_t> words_;
};

// Runs `body` on each of `count` threads, with its number, again and again for kDuration.
void repeat_on_threads(Context& context, unsigned count, const std::function<void(Thread&, unsigned)>& body) {
  context.fds.share();
  const auto end = std::chrono::steady_clock::now() + kDuration;
  std::vector<std::jthread> threads;
  for (unsigned each = 0; each < count; ++each) {
    threads.emplace_back([&, each] {
      Thread thread(context);
      while (std::chrono::steady_clock::now() < end) body(thread, each);
    });
  }
}

Guest make_guest(const TemporaryDirectory& directory) {
  WasiConfig config;
  config.preopens.push_back({directory.path(), "/", false});
  return Guest(std::move(config));
}

TEST_CASE("A descriptor that is closed during a call lives until the call is over") {
  TemporaryDirectory directory;
  Guest guest = make_guest(directory);
  Context& context = guest.context();
  context.fds.share();
  int pipe[2];
  REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
  auto reader = std::make_unique<Descriptor>();
  reader->host = pipe[0];
  reader->owned = UniqueFd(pipe[0]);
  reader->base = Right::All;
  const Fd fd = *context.fds.insert(std::move(reader));

  Errno read = Errno::Nosys;
  {
    std::jthread blocked([&] { read = Thread(context).transfer("fd_read", fd, 4); });
    // It waits in the host's call, or is about to look the descriptor up: both must do.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(context.fds.close(fd) == Errno::Success);
    CHECK(context.fds.close(fd) == Errno::Badf);
    CHECK(::write(pipe[1], "word", 4) == 4);
  }
  CHECK((read == Errno::Success || read == Errno::Badf));
  CHECK(::fcntl(pipe[0], F_GETFD) < 0);
  ::close(pipe[1]);
}

TEST_CASE("Threads read, close, reopen and renumber the same descriptors") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << std::string(4096, 'x');
  Guest guest = make_guest(directory);
  std::atomic<int> wrong = 0;
  std::atomic<int> reads = 0;
  // A number that another thread closes is badf; every other failure would be a mistake.
  const auto check = [&wrong](Errno error) { wrong += error != Errno::Success && error != Errno::Badf; };
  repeat_on_threads(guest.context(), 4, [&](Thread& thread, unsigned number) {
    Fd fd = 0;
    check(thread.open("file", 0, Right::FdRead | Right::FdSeek | Right::FdFdstatSetFlags, &fd));
    for (Fd each = 4; each < 8; ++each) {
      const Errno read = thread.transfer("fd_read", each, 16);
      reads += read == Errno::Success;
      check(read);
      check(thread.call("fd_fdstat_get", {each, Guest::kBuffer}));
      check(thread.call("fd_fdstat_set_flags", {each, number % 2 == 0 ? Fdflags::Append : 0u}));
    }
    // Where the other number was closed meanwhile, the descriptor keeps its own: without this the process would run out
    // of them.
    const bool is_moved = number % 2 == 0 && [&] {
      const Errno moved = thread.call("fd_renumber", {fd, 4 + number});
      check(moved);
      return moved == Errno::Success;
    }();
    check(thread.call("fd_close", {is_moved ? 4 + number : fd}));
  });
  CHECK(wrong == 0);
  CHECK(reads > 0);
}

TEST_CASE("Threads list one folder through one descriptor, and each finds all entries from its cookie on") {
  TemporaryDirectory directory;
  constexpr std::size_t kFiles = 300;
  for (std::size_t i = 0; i < kFiles; ++i) std::ofstream(directory.path() / ("file" + std::to_string(i)));
  Guest guest = make_guest(directory);
  std::atomic<int> wrong = 0;
  repeat_on_threads(guest.context(), 4, [&](Thread& thread, unsigned) {
    std::set<Dircookie> seen;
    Dircookie cookie = 0;
    for (bool more = true; more;) {
      wrong += thread.call("fd_readdir", {kFolder, Guest::kBuffer, 4096, cookie, Guest::kResult}) != Errno::Success;
      const Size used = *thread.memory().read<Size>(Guest::kResult);
      for (Size at = 0; at + sizeof(GuestDirent) <= used;) {
        GuestDirent entry{};
        std::memcpy(&entry, thread.memory().range(Guest::kBuffer + at, sizeof(entry))->data(), sizeof(entry));
        at += static_cast<Size>(sizeof(entry)) + entry.namlen;
        if (at > used) break;
        cookie = entry.next;
        seen.insert(cookie);
      }
      more = used == 4096;
    }
    wrong += seen.size() != kFiles + 2;
  });
  CHECK(wrong == 0);
}

TEST_CASE("A thread polls a pipe while others write to it and open and close files") {
  TemporaryDirectory directory;
  Guest guest = make_guest(directory);
  Context& context = guest.context();
  int pipe[2];
  REQUIRE(::pipe2(pipe, O_CLOEXEC | O_NONBLOCK) == 0);
  std::array<Fd, 2> ends{};
  for (std::size_t i : {0, 1}) {
    auto end = std::make_unique<Descriptor>();
    end->host = pipe[i];
    end->owned = UniqueFd(pipe[i]);
    end->base = Right::All;
    ends[i] = *context.fds.insert(std::move(end));
  }
  std::atomic<int> wrong = 0;
  std::atomic<int> polled = 0;
  repeat_on_threads(context, 3, [&](Thread& thread, unsigned number) {
    if (number == 0) {
      GuestSubscription reads{};
      reads.tag = Eventtype::FdRead;
      reads.id_or_fd = ends[0];
      GuestSubscription clock{};
      clock.tag = Eventtype::Clock;
      clock.id_or_fd = 1;  // monotonic
      clock.timeout = 1'000'000;
      thread.memory().write(0x2000, reads);
      thread.memory().write(0x2000 + sizeof(reads), clock);
      wrong += thread.call("poll_oneoff", {0x2000, 0x3000, 2, Guest::kResult}) != Errno::Success;
      wrong += *thread.memory().read<Size>(Guest::kResult) == 0;
      const Errno read = thread.transfer("fd_read", ends[0], 8);
      polled += read == Errno::Success;
      wrong += read != Errno::Success && read != Errno::Again;
    } else if (number == 1) {
      const Errno written = thread.transfer("fd_write", ends[1], 8);
      wrong += written != Errno::Success && written != Errno::Again;
    } else {
      Fd fd = 0;
      wrong += thread.open("other", Oflags::Creat, Right::FdWrite, &fd) != Errno::Success;
      wrong += thread.call("fd_close", {fd}) != Errno::Success;
    }
  });
  CHECK(wrong == 0);
  CHECK(polled > 0);
}

}  // namespace
}  // namespace wrt::wasi
