// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens what the guest is given: the three standard streams, and the preopened directories from descriptor 3 on. Guests
// find the latter by counting up from 3 until an errno, so that their numbers must not shift when a stream is closed.

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
  UniqueFd fd(::open(preopen.host_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd && fd.get() <= STDERR_FILENO) fd = UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
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

}  // namespace

Result<Context> make_context(WasiConfig config) {
  WRT_TRY(check_strings(config.arguments, "an argument"));
  WRT_TRY(check_strings(config.environment, "an environment variable"));
  Context context{std::move(config.arguments), std::move(config.environment), FdTable(config.max_open_files),
                  config.avoid_openat2 ? Resolution::Walk : best_resolution()};
  const int streams[kStandardStreams] = {config.stdin_fd, config.stdout_fd, config.stderr_fd};
  std::vector<std::unique_ptr<Descriptor>> descriptors;
  for (std::size_t i = 0; i < kStandardStreams; ++i) {
    descriptors.push_back(make_stream(streams[i], i == 0 ? Right::FdRead : Right::FdWrite));
  }
  for (Preopen& preopen : config.preopens) {
    WRT_ASSIGN(std::unique_ptr<Descriptor> descriptor, open_preopen(std::move(preopen)));
    descriptors.push_back(std::move(descriptor));
  }
  std::vector<Fd> closed;
  for (std::unique_ptr<Descriptor>& descriptor : descriptors) {
    bool is_closed = descriptor->host < 0;
    Fallible<Fd> number = context.fds.insert(std::move(descriptor));
    if (!number.has_value()) return fail(ErrorKind::Limit, "more preopened directories than open files are allowed");
    if (is_closed) closed.push_back(*number);
  }
  for (Fd fd : closed) context.fds.close(fd);
  return context;
}

}  // namespace wrt::wasi
