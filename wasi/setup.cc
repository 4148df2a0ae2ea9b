// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens what the guest is given: the three standard streams, the preopened directories from descriptor 3 on, and then
// sockets. Guests find the directories by counting up from 3 until an errno: so their numbers must not shift when a
// stream is closed, and no socket may come before one of them.

#include "wasi/setup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "wasi/filestat.h"
#include "wasi/listen.h"

namespace wrt::wasi {
namespace {

constexpr std::size_t kStandardStreams = 3;

Result<> check_strings(const std::vector<std::string>& strings, std::string_view what) {
  for (const std::string& string : strings) {
    if (string.find('\0') != std::string::npos) {
      return fail(ErrorKind::Invalid, fmt::format("{} contains a NUL byte: {:?}", what, string));
    }
  }
  return {};
}

Flags flags_of(int fd) {
  int host = ::fcntl(fd, F_GETFL);
  return host >= 0 && (host & O_APPEND) != 0 ? Flags{Fdflags::Append} : Flags{0};
}

std::unique_ptr<Descriptor> make_stream(int fd, Rights direction) {
  auto descriptor = std::make_unique<Descriptor>();
  struct stat stat{};
  if (::fstat(fd, &stat) != 0) return descriptor;  // stands in until the directories have their numbers
  descriptor->host = fd;
  descriptor->type = filetype_of(stat.st_mode, fd);
  descriptor->flags = flags_of(fd);
  Rights rights = rights_of_type(descriptor->type) & ~Rights{Right::FdRead | Right::FdWrite};
  // A character device without the rights to seek is what guests take for a terminal.
  bool can_seek = ::isatty(fd) == 0 && ::lseek(fd, 0, SEEK_CUR) >= 0;
  if (!can_seek) rights &= ~Rights{Right::FdSeek | Right::FdTell};
  descriptor->base = rights | direction;
  return descriptor;
}

Result<std::unique_ptr<Descriptor>> open_preopen(Preopen preopen) {
  if (preopen.host_path.find('\0') != std::string::npos || preopen.guest_name.find('\0') != std::string::npos) {
    return fail(ErrorKind::Invalid,
                fmt::format("a preopened directory's name contains a NUL byte: {:?}", preopen.host_path));
  }
  UniqueFd fd = above_standard_streams(UniqueFd(::open(preopen.host_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (!fd) {
    return fail(ErrorKind::Io,
                fmt::format("cannot open the directory {} for the guest: {}", preopen.host_path, std::strerror(errno)));
  }
  auto descriptor = std::make_unique<Descriptor>();
  descriptor->host = fd.get();
  descriptor->owned = std::move(fd);
  descriptor->type = Filetype::Directory;
  descriptor->base = rights_of_type(Filetype::Directory);
  descriptor->inheriting = kInheritable;
  descriptor->read_only = preopen.read_only;
  descriptor->preopen_name = std::move(preopen.guest_name);
  return descriptor;
}

std::unique_ptr<Descriptor> make_socket(UniqueFd fd) {
  auto descriptor = std::make_unique<Descriptor>();
  struct stat stat{};
  bool is_known = ::fstat(fd.get(), &stat) == 0;
  descriptor->type = is_known ? filetype_of(stat.st_mode, fd.get()) : Filetype::SocketStream;
  descriptor->host = fd.get();
  descriptor->owned = std::move(fd);
  int flags = ::fcntl(descriptor->host, F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) != 0) descriptor->flags = Fdflags::Nonblock;
  descriptor->base = rights_of_type(descriptor->type);
  descriptor->inheriting = rights_of_type(Filetype::SocketStream);
  return descriptor;
}

// Fills the table, lowest number first, and the list of what is in it.
class Giver {
 public:
  explicit Giver(Context& context) : context_(context) {}

  Result<> give(std::unique_ptr<Descriptor> descriptor, std::string_view description) {
    Fallible<Fd> number = context_.fds.insert(std::move(descriptor));
    if (!number.has_value()) return fail(ErrorKind::Limit, "more folders and sockets than open files are allowed");
    if (!description.empty()) context_.grants.push_back(fmt::format("descriptor {}: {}", *number, description));
    return {};
  }
  Result<> give_folder(Preopen preopen) {
    std::string description = fmt::format("the folder {} as {}{}", preopen.host_path, preopen.guest_name,
                                          preopen.read_only ? ", read-only" : "");
    WRT_ASSIGN(std::unique_ptr<Descriptor> descriptor, open_preopen(std::move(preopen)));
    return give(std::move(descriptor), description);
  }
  Result<> give_socket(UniqueFd fd, std::string_view how) {
    std::string description = fmt::format("{} {}", how, local_address(fd.get()));
    return give(make_socket(std::move(fd)), description);
  }

 private:
  Context& context_;
};

Result<> give_sockets(Giver& giver, const WasiConfig& config) {
  if (config.inherit_sockets) {
    WRT_ASSIGN(std::vector<UniqueFd> sockets, inherited_sockets());
    for (UniqueFd& fd : sockets) WRT_TRY(giver.give_socket(std::move(fd), "inherited,"));
  }
  for (const std::string& address : config.listen) {
    WRT_ASSIGN(UniqueFd fd, listen_on(address));
    WRT_TRY(giver.give_socket(std::move(fd), "listening on"));
  }
  return {};
}

}  // namespace

Result<Context> make_context(WasiConfig config) {
  WRT_TRY(check_strings(config.arguments, "an argument"));
  WRT_TRY(check_strings(config.environment, "an environment variable"));
  Context context{std::move(config.arguments),
                  std::move(config.environment),
                  FdTable(config.max_open_files),
                  config.avoid_openat2 ? Resolution::Walk : best_resolution(),
                  {}};
  Giver giver(context);
  const int streams[kStandardStreams] = {config.stdin_fd, config.stdout_fd, config.stderr_fd};
  std::vector<Fd> closed;
  for (std::size_t i = 0; i < kStandardStreams; ++i) {
    std::unique_ptr<Descriptor> stream = make_stream(streams[i], i == 0 ? Right::FdRead : Right::FdWrite);
    if (stream->host < 0) closed.push_back(static_cast<Fd>(i));
    WRT_TRY(giver.give(std::move(stream), ""));
  }
  for (Preopen& preopen : config.preopens) WRT_TRY(giver.give_folder(std::move(preopen)));
  WRT_TRY(give_sockets(giver, config));
  for (Fd fd : closed) context.fds.close(fd);
  return context;
}

}  // namespace wrt::wasi
