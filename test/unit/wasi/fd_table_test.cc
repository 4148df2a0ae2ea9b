// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table of descriptors: lowest free number, limit, rights, renumbering, and that the host's descriptors are closed
// exactly when they are the table's own.

#include "wasi/fd_table.h"

#include <fcntl.h>
#include <catch2/catch.hpp>

#include <memory>
#include <utility>

namespace wrt::wasi {
namespace {

std::unique_ptr<Descriptor> make(Rights base = Right::All) {
  auto descriptor = std::make_unique<Descriptor>();
  descriptor->base = base;
  return descriptor;
}

std::unique_ptr<Descriptor> make_owned(int* host) {
  std::unique_ptr<Descriptor> descriptor = make();
  *host = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(*host >= 0);
  descriptor->host = *host;
  descriptor->owned = UniqueFd(*host);
  return descriptor;
}

bool is_open(int host) {
  return ::fcntl(host, F_GETFD) >= 0;
}

TEST_CASE("FdTable hands out the lowest free number") {
  FdTable table(10000);
  for (Fd i = 0; i < 10000; ++i) REQUIRE(*table.insert(make()) == i);
  for (Fd fd : {9999u, 4096u, 4095u, 64u, 63u, 7u}) REQUIRE(table.close(fd) == Errno::Success);
  for (Fd fd : {7u, 63u, 64u, 4095u, 4096u, 9999u}) CHECK(*table.insert(make()) == fd);
}

TEST_CASE("FdTable is full at its limit, with mfile") {
  for (std::size_t limit : {0u, 1u, 3u, 63u, 64u, 65u, 4095u, 4096u, 4097u}) {
    CAPTURE(limit);
    FdTable table(limit);
    for (std::size_t i = 0; i < limit; ++i) REQUIRE(table.insert(make()).has_value());
    CHECK(table.insert(make()).error() == Errno::Mfile);
  }
}

TEST_CASE("FdTable knows no number that is not open") {
  FdTable table(100);
  REQUIRE(*table.insert(make()) == 0);
  for (Fd fd : {1u, 99u, 100u, 0x7fffffffu, 0xffffffffu}) {
    CAPTURE(fd);
    CHECK(table.hold(fd).error() == Errno::Badf);
    CHECK(table.close(fd) == Errno::Badf);
    CHECK(table.renumber(0, fd) == Errno::Badf);
    CHECK(table.renumber(fd, 0) == Errno::Badf);
  }
  CHECK(table.close(0) == Errno::Success);
  CHECK(table.close(0) == Errno::Badf);
}

TEST_CASE("FdTable checks every right that is asked for") {
  FdTable table(10);
  Fd fd = *table.insert(make(Right::FdRead | Right::FdSeek));
  CHECK(table.hold(fd).has_value());
  CHECK(table.hold(fd, Right::FdRead | Right::FdSeek).has_value());
  CHECK(table.hold(fd, Right::FdWrite).error() == Errno::Notcapable);
  CHECK(table.hold(fd, Right::FdRead | Right::FdWrite).error() == Errno::Notcapable);
}

TEST_CASE("FdTable closes the host's descriptor if it owns it") {
  int first = -1;
  int second = -1;
  int third = -1;
  int borrowed = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  {
    FdTable table(10);
    Fd a = *table.insert(make_owned(&first));
    Fd b = *table.insert(make_owned(&second));
    REQUIRE(table.insert(make_owned(&third)).has_value());
    std::unique_ptr<Descriptor> stream = make();
    stream->host = borrowed;
    Fd c = *table.insert(std::move(stream));
    CHECK(table.renumber(a, b) == Errno::Success);
    CHECK(is_open(first));
    CHECK_FALSE(is_open(second));
    CHECK((*table.hold(b))->host == first);
    CHECK(table.renumber(b, b) == Errno::Success);
    CHECK(is_open(first));
    CHECK(table.close(c) == Errno::Success);
    CHECK(is_open(borrowed));
    CHECK(*table.insert(make()) == a);
  }
  CHECK_FALSE(is_open(first));
  CHECK_FALSE(is_open(third));
  UniqueFd close_at_end(borrowed);
}

}  // namespace
}  // namespace wrt::wasi
