// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The race between renames and path resolution: some threads move directories about and swap them with symbolic links
// that lead out, others use paths through those places all the time, as a guest does. Whatever is opened must lie
// inside; nothing outside may change.
//
//   wrt-path-race SECONDS
//
// A third of the time each for the kernel's resolution and for the walk; the last for openat(2) without any
// protection, which has to be led out, or else the race proves nothing. Prints what each of them saw.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "wasi/path.h"

namespace {

namespace fs = std::filesystem;
using namespace wrt::wasi;

// The tree: `root` is the guest's. In it `real` and `link` are swapped, where `link` leads to `outside`, which looks as
// `real` does; and `deep` is moved up and down, under paths with "..".
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "wrt-path-race-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::exit(2);
    base_ = name;
    for (const char* each : {"root/real/in", "root/a/b/deep/in", "root/c", "outside/in"}) {
      fs::create_directories(base_ / each);
    }
    for (const char* each :
         {"root/real/file", "root/real/in/file", "root/a/b/deep/in/file", "outside/file", "outside/in/file"}) {
      std::ofstream(base_ / each) << each;
    }
    fs::create_symlink("../outside", base_ / "root/link");
    fs::create_symlink("..", base_ / "root/real/parent");
    fs::create_symlink("../..", base_ / "root/a/b/deep/in/back");
    root_ = UniqueFd(::open((base_ / "root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root_) std::exit(2);
  }
  ~Tree() { fs::remove_all(base_); }
  Tree(const Tree&) = delete;

  int root() const { return root_.get(); }
  const fs::path& base() const { return base_; }
  // Whether the open file is one of those outside, or a directory above the guest's.
  bool is_outside(int fd) const {
    struct stat stat{};
    if (::fstat(fd, &stat) != 0) std::exit(2);
    for (const char* each : {"", "outside", "outside/in", "outside/file", "outside/in/file"}) {
      struct stat other{};
      if (::stat((base_ / each).c_str(), &other) == 0 && other.st_ino == stat.st_ino && other.st_dev == stat.st_dev) {
        return true;
      }
    }
    return false;
  }
  bool outside_has_only_its_own() const {
    return std::distance(fs::recursive_directory_iterator(base_ / "outside"), fs::recursive_directory_iterator()) ==
               3 &&
           fs::file_size(base_ / "outside/file") == std::string("outside/file").size() &&
           std::distance(fs::directory_iterator(base_), fs::directory_iterator()) == 2;
  }

 private:
  fs::path base_;
  UniqueFd root_;
};

// How a guest's path is opened; -1 when it is not.
using Open = std::function<UniqueFd(int root, const std::string& path, int flags)>;

struct Counts {
  std::atomic<std::uint64_t> opened = 0;
  std::atomic<std::uint64_t> refused = 0;
  std::atomic<std::uint64_t> outside = 0;
};

constexpr const char* kPaths[] = {
    "real/file",
    "real/in/file",
    "real/in",
    "link/file",
    "link/in/file",
    "real/parent/real/file",
    "real/in/../file",
    "a/b/deep/in/../../../../file",
    "a/b/deep/in/../../../../../outside/file",
    "a/b/deep/in/back/../../../outside/file",
    "c/deep/in/../../../outside/file",
    "c/deep/in/back/..",
    "real/in/../../outside/file",
    "real/../../outside/file",
};

void use_paths(const Tree& tree, const Open& open, Counts& counts, const std::atomic<bool>& stop) {
  while (!stop) {
    for (const char* path : kPaths) {
      for (int flags : {O_RDONLY, O_RDONLY | O_DIRECTORY, O_RDWR | O_CREAT}) {
        UniqueFd fd = open(tree.root(), path, flags);
        ++(fd ? counts.opened : counts.refused);
        if (fd && tree.is_outside(fd.get())) ++counts.outside;
      }
    }
  }
}

// Makes, moves and removes entries as the path functions do: one name in a directory that find_entry() gave.
void use_entries(const Tree& tree, Resolution resolution, const std::atomic<bool>& stop) {
  while (!stop) {
    for (const char* path : {"real/new", "link/new", "real/in/new", "a/b/deep/in/../../../../new", "c/deep/../new"}) {
      Fallible<Entry> entry = find_entry(tree.root(), path, Errno::Busy, resolution);
      if (!entry.has_value()) continue;
      ::mkdirat(entry->directory, entry->name.c_str(), 0700);
      ::unlinkat(entry->directory, entry->name.c_str(), AT_REMOVEDIR);
      ::symlinkat("../../..", entry->directory, entry->name.c_str());
      ::unlinkat(entry->directory, entry->name.c_str(), 0);
    }
  }
}

void swap_link(const Tree& tree, const std::atomic<bool>& stop) {
  while (!stop) ::renameat2(tree.root(), "real", tree.root(), "link", RENAME_EXCHANGE);
}

void move_up_and_down(const Tree& tree, const std::atomic<bool>& stop) {
  while (!stop) {
    ::renameat(tree.root(), "a/b/deep", tree.root(), "c/deep");
    ::renameat(tree.root(), "c/deep", tree.root(), "deep");
    ::renameat(tree.root(), "deep", tree.root(), "a/b/deep");
  }
}

// Runs the race. `resolution` is for the entries; without one there are none.
void race(const char* name, const Open& open, std::optional<Resolution> resolution, std::chrono::milliseconds time,
          bool& is_right) {
  Tree tree;
  Counts counts;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  threads.emplace_back([&] { swap_link(tree, stop); });
  threads.emplace_back([&] { move_up_and_down(tree, stop); });
  threads.emplace_back([&] { use_paths(tree, open, counts, stop); });
  if (resolution.has_value()) threads.emplace_back([&] { use_entries(tree, *resolution, stop); });
  std::this_thread::sleep_for(time);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  bool is_clean = tree.outside_has_only_its_own();
  fmt::print("{}: {} opened, {} refused, {} of those opened lie outside; what is outside is {}\n", name,
             counts.opened.load(), counts.refused.load(), counts.outside.load(), is_clean ? "untouched" : "CHANGED");
  bool has_raced = counts.opened > 0 && counts.refused > 0;
  bool must_escape = !resolution.has_value();
  is_right = is_right && has_raced && (must_escape ? counts.outside > 0 : counts.outside == 0 && is_clean);
}

Open opener(Resolution resolution) {
  return [resolution](int root, const std::string& path, int flags) {
    Fallible<UniqueFd> fd = open_beneath(root, path, {flags, 0600, true}, resolution);
    return fd.has_value() ? std::move(*fd) : UniqueFd();
  };
}

UniqueFd open_unprotected(int root, const std::string& path, int flags) {
  return UniqueFd(::openat(root, path.c_str(), flags | O_CLOEXEC, 0600));
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = argc == 2 ? std::strtod(argv[1], nullptr) : 0;
  if (seconds <= 0) {
    std::fputs("usage: wrt-path-race SECONDS\n", stderr);
    return 2;
  }
  std::chrono::milliseconds each(static_cast<std::int64_t>(seconds * 1000 / 3));
  bool is_right = true;
  if (best_resolution() == Resolution::Kernel) {
    race("openat2", opener(Resolution::Kernel), Resolution::Kernel, each, is_right);
  }
  race("walk", opener(Resolution::Walk), Resolution::Walk, each, is_right);
  race("openat, unprotected", open_unprotected, std::nullopt, each, is_right);
  return is_right ? 0 : 1;
}
