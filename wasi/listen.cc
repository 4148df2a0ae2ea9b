// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening and inheriting sockets. Everything here happens before the guest runs.

#include "wasi/listen.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

namespace wrt::wasi {
namespace {

constexpr int kFirstInherited = 3;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

std::optional<int> parse_number(std::string_view text, int most) {
  int number = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most) return std::nullopt;
  return number;
}

Result<Addresses> resolve(const std::string& address) {
  constexpr int kLastPort = 65535;
  std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!is_bracketed && host.find(':') != std::string::npos) || !parse_number(port, kLastPort)) {
    return fail(
        ErrorKind::Invalid,
        fmt::format("cannot listen on {}: expected ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080", address));
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list); error != 0) {
    return fail(ErrorKind::Io, fmt::format("cannot listen on {}: {}", address, ::gai_strerror(error)));
  }
  return Addresses(list, &::freeaddrinfo);
}

}  // namespace

Result<UniqueFd> listen_on(const std::string& address) {
  WRT_ASSIGN(Addresses addresses, resolve(address));
  const addrinfo& first = *addresses;
  UniqueFd fd =
      above_standard_streams(UniqueFd(::socket(first.ai_family, first.ai_socktype | SOCK_CLOEXEC, first.ai_protocol)));
  // A server that is started again must not wait until the connections of the last one are forgotten.
  const int yes = 1;
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
      ::bind(fd.get(), first.ai_addr, first.ai_addrlen) != 0 || ::listen(fd.get(), SOMAXCONN) != 0) {
    return fail(ErrorKind::Io, fmt::format("cannot listen on {}: {}", address, std::strerror(errno)));
  }
  return fd;
}

Result<std::vector<UniqueFd>> inherited_sockets() {
  constexpr int kMost = 1024;
  std::vector<UniqueFd> sockets;
  const char* count_text = std::getenv("LISTEN_FDS");
  const char* pid_text = std::getenv("LISTEN_PID");
  if (count_text == nullptr || pid_text == nullptr || std::to_string(::getpid()) != pid_text) return sockets;
  std::optional<int> count = parse_number(count_text, kMost);
  if (!count) {
    return fail(ErrorKind::Invalid, fmt::format("LISTEN_FDS is {:?}: expected a number up to {}", count_text, kMost));
  }
  for (int fd = kFirstInherited; fd < kFirstInherited + *count; ++fd) {
    int type = 0;
    socklen_t size = sizeof(type);
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
      return fail(ErrorKind::Invalid, fmt::format("LISTEN_FDS is {}, but descriptor {} is no socket", *count, fd));
    }
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    sockets.emplace_back(fd);
  }
  ::unsetenv("LISTEN_FDS");
  return sockets;
}

std::string local_address(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];
  sockaddr* generic = reinterpret_cast<sockaddr*>(&address);
  bool has_port =
      ::getsockname(socket, generic, &size) == 0 && (address.ss_family == AF_INET || address.ss_family == AF_INET6);
  if (!has_port ||
      ::getnameinfo(generic, size, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "a socket";
  }
  return address.ss_family == AF_INET6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace wrt::wasi
