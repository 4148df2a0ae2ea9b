// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CacheFolder where files cannot be written, and its bounds. What `wrt run` makes of it is in test/cache.
#include "api/cache_folder.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Kind = CacheProblem::Kind;

constexpr std::uint64_t kPlenty = std::uint64_t{1} << 30;

// A new folder that is gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "wrt-test-XXXXXX").string();
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::string path_;
};

CacheFolder opened(const TemporaryFolder& folder) {
  CacheResult<CacheFolder> opened = CacheFolder::open(folder.path());
  REQUIRE(opened.has_value());
  return std::move(*opened);
}

std::string name(char digit) {
  return std::string(64, digit) + ".so";
}

// Files of this process can grow no further than so many bytes, until the end of the scope.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_CASE("CacheFolder leaves nothing behind where a file cannot be written whole") {
  const TemporaryFolder place;
  const CacheFolder folder = opened(place);
  const Bytes content(10000, 'x');
  for (const rlim_t limit : {0, 1, 4096, 9999}) {
    const FileSizeLimit full(limit);
    const CacheResult<> written = folder.write_entry(name('a'), content, kPlenty);
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().kind == Kind::Failed);
    CHECK(place.count() == 0);
  }
  CHECK(folder.write_entry(name('a'), content, kPlenty).has_value());
  CHECK(std::filesystem::file_size(place.path() + '/' + name('a')) == content.size());
  CHECK(place.count() == 1);
}

TEST_CASE("CacheFolder keeps the files together below the bound, and a file above it out") {
  const TemporaryFolder place;
  const CacheFolder folder = opened(place);
  const Bytes content(1000, 'x');
  for (const char each : std::string_view("0123456789")) {
    REQUIRE(folder.write_entry(name(each), content, 3500).has_value());
  }
  CacheResult<std::vector<CacheFolder::Entry>> entries = folder.list();
  REQUIRE(entries.has_value());
  CHECK(entries->size() == 3);
  CHECK(folder.open_entry(name('9'), false).has_value());
  CHECK_FALSE(folder.write_entry(name('a'), content, 999).has_value());
  CHECK(folder.write_entry(name('a'), content, 1000).has_value());
  CHECK(place.count() == 1);
}

TEST_CASE("CacheFolder does not mind that a file is written twice") {
  const TemporaryFolder place;
  const CacheFolder folder = opened(place);
  for (int i = 0; i < 2; ++i) CHECK(folder.write_entry(name('a'), Bytes(10, 'x'), kPlenty).has_value());
  CHECK(place.count() == 1);
  CHECK(folder.remove_entry(name('a')));
  CHECK(folder.remove_entry(name('a')));
}

TEST_CASE("CacheFolder clears its own files only") {
  const TemporaryFolder place;
  const CacheFolder folder = opened(place);
  REQUIRE(folder.write_entry(name('a'), Bytes(10, 'x'), kPlenty).has_value());
  for (const std::string& each : {name('b') + ".0123456789abcdef.tmp", std::string("README"), name('c') + ".txt",
                                  std::string(63, 'a') + ".so", std::string(64, 'g') + ".so", "x" + name('a')}) {
    std::ofstream(place.path() + '/' + each) << "x";
  }
  const CacheResult<std::vector<CacheFolder::Entry>> removed = folder.clear();
  REQUIRE(removed.has_value());
  REQUIRE(removed->size() == 1);
  CHECK(removed->front().name == name('a'));
  CHECK(removed->front().bytes == 10);
  CHECK(place.count() == 5);
}

TEST_CASE("CacheFolder tells what is missing from what is wrong") {
  const TemporaryFolder place;
  const CacheFolder folder = opened(place);
  CHECK(folder.open_entry(name('a'), true).error().kind == Kind::Missing);
  CHECK(CacheFolder::open(place.path() + "/missing").error().kind == Kind::Missing);
  std::ofstream(place.path() + "/file") << "x";
  CHECK(CacheFolder::open(place.path() + "/file").error().kind == Kind::Failed);
  CHECK(CacheFolder::make(place.path() + "/file/below").error().kind == Kind::Failed);
  REQUIRE(::chmod(place.path().c_str(), 0770) == 0);
  CHECK(CacheFolder::open(place.path()).error().kind == Kind::Untrusted);
}

}  // namespace
}  // namespace wrt
