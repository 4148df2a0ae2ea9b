// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A temporary file with a name that nobody else uses, then rename(2).
#include "api/replace_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

namespace wrt {

namespace {

int write_all(int file, std::span<const std::uint8_t> content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) content = content.subspan(static_cast<std::size_t>(count));
  }
  return 0;
}

std::string temporary_name(const std::string& path) {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = static_cast<std::uint64_t>(::getpid());
  return fmt::format("{}.{:016x}.tmp", path, number);
}

}  // namespace

Result<> replace_file(const std::string& path, std::span<const std::uint8_t> content, unsigned mode, bool durable,
                      int folder) {
  const std::string temporary = temporary_name(path);
  const int file = ::openat(folder, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (file < 0) return fail(ErrorKind::Io, std::strerror(errno));
  int error = write_all(file, content);
  if (error == 0 && durable && ::fdatasync(file) != 0) error = errno;
  // Some file systems tell only here that there was no room.
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && ::renameat(folder, temporary.c_str(), folder, path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlinkat(folder, temporary.c_str(), 0);
  return fail(ErrorKind::Io, std::strerror(error));
}

}  // namespace wrt
