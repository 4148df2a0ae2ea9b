// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The errno table, spot checks against WASI's numbers, and that no host errno is lost.

#include "wasi/errno.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <string>

namespace wrt::wasi {
namespace {

TEST_CASE("Errnos have WASI's numbers and names") {
  struct Row {
    int number;
    const char* name;
    int host;
  };
  const Row rows[] = {{0, "success", 0},       {1, "2big", E2BIG},      {8, "badf", EBADF},    {20, "exist", EEXIST},
                      {28, "inval", EINVAL},   {31, "isdir", EISDIR},   {44, "noent", ENOENT}, {52, "nosys", ENOSYS},
                      {54, "notdir", ENOTDIR}, {58, "notsup", ENOTSUP}, {63, "perm", EPERM},   {64, "pipe", EPIPE},
                      {69, "rofs", EROFS},     {70, "spipe", ESPIPE},   {75, "xdev", EXDEV}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(static_cast<int>(errno_from_host(row.host)) == row.number);
    CHECK(errno_name(static_cast<Errno>(row.number)) == row.name);
  }
  CHECK(errno_name(Errno::Notcapable) == "notcapable");
  CHECK(errno_name(static_cast<Errno>(77)) == "unknown");
}

TEST_CASE("Every number of the host becomes an errno, and none but 0 success") {
  for (int host = -300; host < 300; ++host) {
    CAPTURE(host);
    Errno value = errno_from_host(host);
    CHECK((value == Errno::Success) == (host == 0));
    CHECK(value != Errno::Notcapable);
    CHECK(errno_name(value) != "unknown");
  }
  CHECK(errno_from_host(EOPNOTSUPP) == Errno::Notsup);
  CHECK(errno_from_host(EWOULDBLOCK) == Errno::Again);
  CHECK(errno_from_host(9999) == Errno::Io);
}

}  // namespace
}  // namespace wrt::wasi
