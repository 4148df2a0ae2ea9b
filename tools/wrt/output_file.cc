// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writing a file in one go. A file that could not be written whole is worse than none, so it is removed, unless it is
// something else than a file: a pipe or a device.
#include "tools/wrt/output_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "tools/wrt/messages.h"

namespace wrt {

// 0, or the error's number.
int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

namespace {

bool tell_failure(const std::string& path, int error) {
  print_message(fmt::format("cannot write {}: {}", path, std::strerror(error)));
  return false;
}

}  // namespace

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return std::filesystem::equivalent(a, b, ignored);
}

bool write_output_file(const std::string& path, std::string_view content) {
  if (path == "-") return print_output(content);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
  if (fd < 0) return tell_failure(path, errno);
  int error = write_all(fd, content);
  // Some file systems tell only here that there was no room.
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error == 0) return true;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) std::filesystem::remove(path, ignored);
  return tell_failure(path, error);
}

}  // namespace wrt
