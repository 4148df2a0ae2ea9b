// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wasi_unstable: what it has of its own (the order of whence, the layouts of filestat and of subscriptions, no
// sock_accept), asked for by name as a linker does, and called as a guest would.

#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "test/unit/wasi/guest.h"
#include "wasi/wasi.h"

namespace wrt::wasi {
namespace {

namespace fs = std::filesystem;
constexpr Fd kRoot = 3;

Guest make_guest(const fs::path& path) {
  WasiConfig config;
  config.preopens.push_back({path.string(), "/", false});
  return Guest(std::move(config), Abi::Unstable);
}

Fd open_file(Guest& guest, std::string_view name) {
  Size size = guest.put(Guest::kPath, name);
  REQUIRE(guest.call("path_open", kRoot, 0, Guest::kPath, size, Flags{Oflags::Creat}, Rights{Right::All}, 0, 0,
                     Guest::kResult) == "success");
  return guest.get<Fd>(Guest::kResult);
}

TEST_CASE("wasi_unstable has every function of preview 1 but sock_accept") {
  Result<std::unique_ptr<Wasi>> wasi = Wasi::create(WasiConfig{});
  REQUIRE(wasi.has_value());
  for (const FunctionRow& row : functions()) {
    CAPTURE(row.name);
    const HostDefinition* preview1 = (*wasi)->find("wasi_snapshot_preview1", row.name);
    const HostDefinition* unstable = (*wasi)->find("wasi_unstable", row.name);
    REQUIRE(preview1 != nullptr);
    CHECK((unstable == nullptr) == (row.name == "sock_accept"));
    CHECK(unstable != preview1);
    if (unstable != nullptr) CHECK(unstable->type.params == preview1->type.params);
  }
  CHECK((*wasi)->find("wasi_snapshot_preview2", "fd_read") == nullptr);
  CHECK((*wasi)->find("wasi_unstable", "fd_dup") == nullptr);
}

TEST_CASE("fd_seek of wasi_unstable counts cur, end, set") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << "0123456789";
  Guest guest = make_guest(directory.path());
  Fd fd = open_file(guest, "file");
  struct Row {
    std::int64_t offset;
    Flags whence;
    Filesize position;
  };
  const Row rows[] = {{4, 2, 4}, {3, 0, 7}, {-1, 1, 9}, {0, 0, 9}, {0, 2, 0}};
  for (const Row& row : rows) {
    CAPTURE(row.offset, row.whence);
    CHECK(guest.call("fd_seek", fd, row.offset, row.whence, Guest::kResult) == "success");
    CHECK(guest.get<Filesize>(Guest::kResult) == row.position);
  }
  CHECK(guest.call("fd_seek", fd, 0, 3, Guest::kResult) == "inval");
}

TEST_CASE("filestat of wasi_unstable has 56 bytes, with half a word of links") {
  TemporaryDirectory directory;
  std::ofstream(directory.path() / "file") << "0123456789";
  fs::create_hard_link(directory.path() / "file", directory.path() / "second");
  Guest guest = make_guest(directory.path());
  struct stat host{};
  REQUIRE(::stat((directory.path() / "file").c_str(), &host) == 0);
  Fd fd = open_file(guest, "file");
  Size size = guest.put(Guest::kPath, "file");
  for (bool by_path : {false, true}) {
    guest.put(Guest::kResult, std::string(64, '\x55'));
    if (by_path) {
      CHECK(guest.call("path_filestat_get", kRoot, 0, Guest::kPath, size, Guest::kResult) == "success");
    } else {
      CHECK(guest.call("fd_filestat_get", fd, Guest::kResult) == "success");
    }
    CHECK(guest.get<std::uint64_t>(Guest::kResult + 8) == host.st_ino);
    CHECK(guest.get<std::uint32_t>(Guest::kResult + 16) == 4);  // a regular file, and nothing in the padding
    CHECK(guest.get<std::uint32_t>(Guest::kResult + 20) == 2);
    CHECK(guest.get<std::uint64_t>(Guest::kResult + 24) == 10);
    CHECK(guest.get<std::uint64_t>(Guest::kResult + 40) / 1'000'000'000 == static_cast<std::uint64_t>(host.st_mtime));
    CHECK(guest.text(Guest::kResult + 56, 8) == std::string(8, '\x55'));
  }
}

TEST_CASE("poll_oneoff of wasi_unstable reads subscriptions of 56 bytes") {
  TemporaryDirectory directory;
  Guest guest = make_guest(directory.path());
  Fd fd = open_file(guest, "file");
  UnstableSubscription clock{};
  clock.userdata = 11;
  clock.tag = Eventtype::Clock;
  clock.identifier = 0xffffffffffffffff;
  clock.clock_id = Clockid::Monotonic;
  clock.timeout = 1;
  clock.flags = Subclockflags::Abstime;
  UnstableSubscription file{};
  file.userdata = 22;
  file.tag = Eventtype::FdWrite;
  file.identifier = fd;
  file.clock_id = 99;
  REQUIRE(guest.memory().write(Guest::kBuffer, clock) == Errno::Success);
  REQUIRE(guest.memory().write(Guest::kBuffer + 56, file) == Errno::Success);
  constexpr Pointer kOut = 32768;
  CHECK(guest.call("poll_oneoff", Guest::kBuffer, kOut, 2, Guest::kResult) == "success");
  REQUIRE(guest.get<Size>(Guest::kResult) == 2);
  CHECK(guest.get<GuestEvent>(kOut).userdata == 11);
  CHECK(guest.get<GuestEvent>(kOut + 32).userdata == 22);
  CHECK(guest.get<GuestEvent>(kOut + 32).error == Errno::Success);
  // The last of them has to be in memory whole.
  CHECK(guest.call("poll_oneoff", 65536 - 48, kOut, 1, Guest::kResult) == "fault");
}

}  // namespace
}  // namespace wrt::wasi
