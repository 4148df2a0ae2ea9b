// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The kernel knows where the executable is; the rest are relative paths.
#include "api/installed_file.h"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

namespace wrt {

namespace {

// The folder of the running executable; empty if the system does not tell.
std::string executable_folder() {
  std::array<char, 4096> buffer;
  const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
  if (size <= 0 || static_cast<std::size_t>(size) == buffer.size()) return {};
  const std::string path(buffer.data(), static_cast<std::size_t>(size));
  return path.substr(0, path.find_last_of('/'));
}

}  // namespace

Result<std::string> find_installed_file(const char* what, const std::string& name) {
  const std::string folder = executable_folder();
  for (const char* const place : {"", "../lib/", "../lib/wrt/"}) {
    std::string path = fmt::format("{}/{}{}", folder, place, name);
    if (::access(path.c_str(), R_OK) == 0) return path;
  }
  return fail(ErrorKind::Io, fmt::format("{}, {}, is neither in {} nor in {}/../lib", what, name, folder, folder));
}

}  // namespace wrt
