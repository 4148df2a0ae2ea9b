// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sock_ functions: a guest with a listening socket, and this process as its client.

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "test/unit/wasi/guest.h"
#include "wasi/listen.h"

namespace wrt::wasi {
namespace {

constexpr Fd kListener = 3;
constexpr Pointer kFlags = Guest::kResult + 16;

WasiConfig listening() {
  WasiConfig config;
  config.listen = {"127.0.0.1:0"};
  return config;
}

// Connects to the guest's socket.
UniqueFd connect_to(Guest& guest) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  int listener = (*guest.context().fds.hold(kListener))->host;
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
  return client;
}

Fd accept(Guest& guest, Flags fdflags = 0) {
  REQUIRE(guest.call("sock_accept", kListener, fdflags, Guest::kResult) == "success");
  return guest.get<Fd>(Guest::kResult);
}

std::string_view receive(Guest& guest, Fd fd, Size size, Flags ri_flags = 0) {
  REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, size}) == Errno::Success);
  return guest.call("sock_recv", fd, 0, 1, ri_flags, Guest::kResult, kFlags);
}

std::string received(Guest& guest) {
  return guest.text(Guest::kBuffer, guest.get<Size>(Guest::kResult));
}

void send(const UniqueFd& client, std::string_view text) {
  REQUIRE(::send(client.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
}

TEST_CASE("A guest accepts a connection, receives and sends") {
  Guest guest(listening());
  CHECK(guest.call("fd_fdstat_get", kListener, Guest::kResult) == "success");
  CHECK(guest.get<GuestFdstat>(Guest::kResult).filetype == Filetype::SocketStream);
  UniqueFd client = connect_to(guest);
  Fd fd = accept(guest);
  CHECK(fd == 4);
  send(client, "hello");
  CHECK(receive(guest, fd, 3, Riflags::Peek) == "success");
  CHECK(received(guest) == "hel");
  CHECK(receive(guest, fd, 100) == "success");
  CHECK(received(guest) == "hello");
  CHECK(guest.get<std::uint16_t>(kFlags) == 0);

  guest.put(Guest::kBuffer, "an answer");
  REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, 2}) == Errno::Success);
  REQUIRE(guest.memory().write(8, GuestIovec{Guest::kBuffer + 2, 7}) == Errno::Success);
  CHECK(guest.call("sock_send", fd, 0, 2, 0, Guest::kResult) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 9);
  CHECK(guest.call("sock_shutdown", fd, Flags{Sdflags::Wr}) == "success");
  char text[16];
  CHECK(::recv(client.get(), text, sizeof(text), MSG_WAITALL) == 9);
  client = UniqueFd();
  CHECK(receive(guest, fd, 100) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 0);
  CHECK(guest.call("fd_close", fd) == "success");
}

TEST_CASE("sock_recv with waitall waits for all, and in several buffers") {
  Guest guest(listening());
  UniqueFd client = connect_to(guest);
  Fd fd = accept(guest);
  send(client, "0123456789");
  REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, 4}) == Errno::Success);
  REQUIRE(guest.memory().write(8, GuestIovec{Guest::kBuffer + 100, 6}) == Errno::Success);
  CHECK(guest.call("sock_recv", fd, 0, 2, Flags{Riflags::Waitall}, Guest::kResult, kFlags) == "success");
  CHECK(guest.get<Size>(Guest::kResult) == 10);
  CHECK(guest.text(Guest::kBuffer, 4) + guest.text(Guest::kBuffer + 100, 6) == "0123456789");
}

TEST_CASE("Sockets that are not to block answer again") {
  Guest guest(listening());
  REQUIRE(guest.call("fd_fdstat_set_flags", kListener, Flags{Fdflags::Nonblock}) == "success");
  CHECK(guest.call("sock_accept", kListener, 0, Guest::kResult) == "again");
  UniqueFd client = connect_to(guest);
  Fd fd = accept(guest, Fdflags::Nonblock);
  CHECK(receive(guest, fd, 10) == "again");
  CHECK(guest.call("fd_fdstat_get", fd, Guest::kResult) == "success");
  CHECK(guest.get<GuestFdstat>(Guest::kResult).flags == Fdflags::Nonblock);
  send(client, "x");
  CHECK(receive(guest, fd, 10) == "success");
}

TEST_CASE("A connection has the rights that its listener hands on") {
  Guest guest(listening());
  UniqueFd client = connect_to(guest);
  REQUIRE(guest.call("fd_fdstat_set_rights", kListener, Rights{Right::SockAccept},
                     Rights{Right::FdRead | Right::SockShutdown}) == "success");
  Fd fd = accept(guest);
  CHECK(guest.call("sock_send", fd, 0, 0, 0, Guest::kResult) == "notcapable");
  CHECK(guest.call("sock_accept", fd, 0, Guest::kResult) == "notcapable");
  CHECK(guest.call("sock_shutdown", fd, Flags{Sdflags::All}) == "success");
  REQUIRE(guest.call("fd_fdstat_set_rights", kListener, 0, 0) == "success");
  CHECK(guest.call("sock_accept", kListener, 0, Guest::kResult) == "notcapable");
}

TEST_CASE("Socket functions refuse what is no socket, and flags that there are not") {
  TemporaryDirectory directory;
  WasiConfig config = listening();
  config.preopens.push_back({directory.path().string(), "/", false});
  Guest guest(std::move(config));  // the folder is 3, the socket 4
  for (Fd fd : {Fd{0}, Fd{3}}) {
    CHECK(guest.call("sock_accept", fd, 0, Guest::kResult) == "notsock");
    CHECK(guest.call("sock_recv", fd, 0, 0, 0, Guest::kResult, kFlags) == "notsock");
    CHECK(guest.call("sock_send", fd, 0, 0, 0, Guest::kResult) == "notsock");
    CHECK(guest.call("sock_shutdown", fd, 1) == "notsock");
  }
  CHECK(guest.call("sock_accept", 99, 0, Guest::kResult) == "badf");
  CHECK(guest.call("sock_accept", 4, Flags{Fdflags::Append}, Guest::kResult) == "inval");
  CHECK(guest.call("sock_accept", 4, 0x10000, Guest::kResult) == "inval");
  CHECK(guest.call("sock_recv", 4, 0, 0, 4, Guest::kResult, kFlags) == "inval");
  CHECK(guest.call("sock_send", 4, 0, 0, 1, Guest::kResult) == "inval");
  CHECK(guest.call("sock_shutdown", 4, 0) == "inval");
  CHECK(guest.call("sock_shutdown", 4, 4) == "inval");
  CHECK(guest.call("sock_send", 4, 0, 0, 0, Guest::kResult) != "success");
  CHECK(guest.call("sock_accept", 4, 0, 65536) == "fault");
  CHECK(guest.call("sock_recv", 4, 0, 0xffffffff, 0, Guest::kResult, kFlags) == "fault");
  CHECK(guest.call("sock_recv", 4, 0, 0, 0, Guest::kResult, 65535) == "fault");
  // Sockets come behind the folders, and end the guest's search for these.
  CHECK(guest.call("fd_prestat_get", 4, Guest::kResult) == "badf");
}

TEST_CASE("A connection is not taken when there is no number for it") {
  WasiConfig config = listening();
  config.max_open_files = 4;
  Guest guest(std::move(config));
  UniqueFd client = connect_to(guest);
  CHECK(guest.call("sock_accept", kListener, 0, Guest::kResult) == "mfile");
  REQUIRE(guest.call("fd_close", 0) == "success");
  CHECK(accept(guest) == 0);
}

TEST_CASE("poll_oneoff waits for a connection, for data and for the end") {
  Guest guest(listening());
  GuestSubscription subscription{};
  subscription.tag = Eventtype::FdRead;
  subscription.id_or_fd = kListener;
  UniqueFd client = connect_to(guest);
  constexpr Pointer kOut = 32768;
  REQUIRE(guest.memory().write(512, subscription) == Errno::Success);
  CHECK(guest.call("poll_oneoff", 512, kOut, 1, Guest::kResult) == "success");
  CHECK(guest.get<GuestEvent>(kOut).error == Errno::Success);
  subscription.id_or_fd = accept(guest);
  REQUIRE(guest.memory().write(512, subscription) == Errno::Success);
  send(client, "data");
  CHECK(guest.call("poll_oneoff", 512, kOut, 1, Guest::kResult) == "success");
  CHECK(guest.get<GuestEvent>(kOut).nbytes == 4);
  REQUIRE(receive(guest, subscription.id_or_fd, 4) == "success");
  client = UniqueFd();
  CHECK(guest.call("poll_oneoff", 512, kOut, 1, Guest::kResult) == "success");
  CHECK(guest.get<GuestEvent>(kOut).nbytes == 0);
}

}  // namespace
}  // namespace wrt::wasi
