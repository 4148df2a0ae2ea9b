// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fd_readdir: every entry once, whatever the size of the guest's buffer, from any cookie, while the directory changes.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "test/unit/wasi/guest.h"

namespace wrt::wasi {
namespace {

namespace fs = std::filesystem;
constexpr Fd kRoot = 3;

struct Listed {
  std::string name;
  Filetype type;
  Dircookie next;
};

// One call. The last entry may be cut off, which is then left out; `used` says how much the call filled.
std::vector<Listed> read_some(Guest& guest, Size buf_len, Dircookie cookie, Size* used) {
  REQUIRE(guest.call("fd_readdir", kRoot, Guest::kBuffer, buf_len, cookie, Guest::kResult) == "success");
  *used = guest.get<Size>(Guest::kResult);
  std::vector<Listed> entries;
  Size position = 0;
  while (position + sizeof(GuestDirent) <= *used) {
    GuestDirent entry;
    std::memcpy(&entry, guest.memory().range(Guest::kBuffer + position, sizeof(entry))->data(), sizeof(entry));
    position += sizeof(entry);
    if (position + entry.namlen > *used) break;
    entries.push_back({guest.text(Guest::kBuffer + position, entry.namlen), entry.type, entry.next});
    position += entry.namlen;
  }
  return entries;
}

// As the C library does it: from the last whole entry on, until a call does not fill the buffer.
std::vector<Listed> read_all(Guest& guest, Size buf_len) {
  std::vector<Listed> all;
  Dircookie cookie = 0;
  Size used = buf_len;
  while (used == buf_len) {
    std::vector<Listed> some = read_some(guest, buf_len, cookie, &used);
    if (some.empty()) {
      REQUIRE(used < buf_len);
      break;
    }
    cookie = some.back().next;
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::vector<std::string> sorted_names(const std::vector<Listed>& entries) {
  std::vector<std::string> names;
  for (const Listed& entry : entries) names.push_back(entry.name);
  std::sort(names.begin(), names.end());
  return names;
}

Guest make_guest(const fs::path& path) {
  WasiConfig config;
  config.preopens.push_back({path.string(), "/", false});
  return Guest(std::move(config));
}

TEST_CASE("fd_readdir lists each entry once for every size of buffer") {
  TemporaryDirectory directory;
  std::vector<std::string> expected{".", ".."};
  for (int i = 0; i < 700; ++i) {
    expected.push_back("entry-" + std::string(static_cast<std::size_t>(i % 50), 'x') + std::to_string(i));
    std::ofstream(directory.path() / expected.back()) << "x";
  }
  std::sort(expected.begin(), expected.end());
  Guest guest = make_guest(directory.path());
  for (Size size : {300u, 301u, 512u, 1000u, 4096u, 16384u}) {
    CAPTURE(size);
    CHECK(sorted_names(read_all(guest, size)) == expected);
  }
}

TEST_CASE("fd_readdir goes on from every cookie") {
  TemporaryDirectory directory;
  for (int i = 0; i < 40; ++i) std::ofstream(directory.path() / std::to_string(i)) << "x";
  Guest guest = make_guest(directory.path());
  std::vector<Listed> all = read_all(guest, Guest::kBufferSize);
  REQUIRE(all.size() == 42);
  for (std::size_t i = all.size(); i-- > 0;) {
    Size used = 0;
    std::vector<Listed> rest = read_some(guest, Guest::kBufferSize, all[i].next, &used);
    REQUIRE(rest.size() == all.size() - i - 1);
    if (!rest.empty()) CHECK(rest.front().name == all[i + 1].name);
  }
}

TEST_CASE("fd_readdir from 0 sees what has changed, and a deletion meanwhile loses nothing else") {
  TemporaryDirectory directory;
  for (int i = 0; i < 2000; ++i) std::ofstream(directory.path() / ("file-" + std::to_string(i))) << "x";
  Guest guest = make_guest(directory.path());
  std::map<std::string, int> seen;
  Dircookie cookie = 0;
  Size used = 512;
  while (used == 512) {
    std::vector<Listed> some = read_some(guest, 512, cookie, &used);
    if (some.empty()) break;
    cookie = some.back().next;
    for (const Listed& entry : some) {
      ++seen[entry.name];
      if (entry.name.starts_with("file-")) fs::remove(directory.path() / entry.name);
    }
  }
  CHECK(seen.size() == 2002);
  CHECK(std::all_of(seen.begin(), seen.end(), [](const auto& entry) { return entry.second == 1; }));
  CHECK(read_all(guest, 4096).size() == 2);
  std::ofstream(directory.path() / "new") << "x";
  CHECK(read_all(guest, 4096).size() == 3);
}

TEST_CASE("A cookie stays at its place when everything before and behind it is removed and made anew") {
  TemporaryDirectory directory;
  for (int i = 0; i < 3000; ++i) std::ofstream(directory.path() / ("file-" + std::to_string(i))) << "x";
  Guest guest = make_guest(directory.path());
  std::vector<Listed> all = read_all(guest, 4096);
  REQUIRE(all.size() == 3002);
  for (int i = 0; i < 3000; ++i) fs::remove(directory.path() / ("file-" + std::to_string(i)));
  for (int i = 0; i < 100; ++i) std::ofstream(directory.path() / ("new-" + std::to_string(i))) << "x";
  for (std::size_t i : {std::size_t{2990}, std::size_t{0}, std::size_t{1500}}) {
    Size used = 0;
    std::vector<Listed> rest = read_some(guest, 512, all[i].next, &used);
    REQUIRE_FALSE(rest.empty());
    CHECK(rest.front().name == all[i + 1].name);
  }
  CHECK(read_all(guest, 4096).size() == 102);
}

TEST_CASE("fd_readdir says nothing of the directory above a preopened one") {
  TemporaryDirectory directory;
  Guest guest = make_guest(directory.path());
  Size used = 0;
  REQUIRE(read_some(guest, 4096, 0, &used).size() == 2);
  GuestDirent first;
  GuestDirent second;
  std::memcpy(&first, guest.memory().range(Guest::kBuffer, sizeof(first))->data(), sizeof(first));
  Pointer next = Guest::kBuffer + static_cast<Pointer>(sizeof(first)) + first.namlen;
  std::memcpy(&second, guest.memory().range(next, sizeof(second))->data(), sizeof(second));
  CHECK(first.ino == second.ino);
}

TEST_CASE("fd_readdir knows types, and survives cookies that nobody gave") {
  TemporaryDirectory directory;
  fs::create_directory(directory.path() / "dir");
  fs::create_symlink("dir", directory.path() / "link");
  std::ofstream(directory.path() / "file") << "x";
  Guest guest = make_guest(directory.path());
  for (const Listed& entry : read_all(guest, 4096)) {
    CAPTURE(entry.name);
    if (entry.name == "file") CHECK(entry.type == Filetype::RegularFile);
    if (entry.name == "link") CHECK(entry.type == Filetype::SymbolicLink);
    if (entry.name == "dir") CHECK(entry.type == Filetype::Directory);
  }
  for (Dircookie cookie : {Dircookie{1}, Dircookie{12345}, Dircookie{1} << 62, ~Dircookie{0}}) {
    guest.call("fd_readdir", kRoot, Guest::kBuffer, 4096, cookie, Guest::kResult);
  }
  CHECK(read_all(guest, 4096).size() == 5);
  Size used = 1;
  CHECK(read_some(guest, 0, 0, &used).empty());
  CHECK(used == 0);
}

}  // namespace
}  // namespace wrt::wasi
