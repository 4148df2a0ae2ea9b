// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Path resolution: attempts to get out of a directory, and what must work inside it. Every row is tried with the
// kernel's resolution and with the walk, and both must give the same answer. The tree, `root` being what the guest has:
//
//   outside/secret             what no path may reach
//   root/file root/dir/inner/leaf
//   root/…                     the links in kLinks

#include "wasi/path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "wasi/errno.h"

namespace wrt::wasi {
namespace {

namespace fs = std::filesystem;

struct Link {
  const char* name;
  const char* target;  // ABS stands for the absolute path of the tree
};

constexpr Link kLinks[] = {
    {"to-file", "file"},
    {"to-dir", "dir"},
    {"to-dir-slash", "dir/"},
    {"to-file-slash", "file/"},
    {"to-leaf", "dir/inner/leaf"},
    {"chain", "to-leaf"},
    {"dangling", "not-there"},
    {"self", "self"},
    {"loop-a", "loop-b"},
    {"loop-b", "loop-a"},
    {"up", ".."},
    {"up-to-secret", "../outside/secret"},
    {"round-trip", "../root/file"},
    {"root-of-all", "/"},
    {"passwd", "/etc/passwd"},
    {"absolute-inside", "ABS/root/file"},
    {"to-up", "up"},
    {"into-up", "up/outside"},
    {"creates-outside", "../outside/made"},
    {"proc-root", "/proc/self/root"},
    {"dir/back", ".."},
    {"dir/back-out", "../../outside"},
    {"dir/inner/three", "../../.."},
    {"dir/inner/leaf-link", "../inner/./leaf"},
};

class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "wrt-path-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    base_ = name;
    fs::create_directories(base_ / "root/dir/inner");
    fs::create_directories(base_ / "outside");
    for (const char* file : {"outside/secret", "root/file", "root/dir/inner/leaf"}) std::ofstream(base_ / file) << file;
    for (const Link& link : kLinks) {
      std::string target = link.target;
      if (target.starts_with("ABS")) target.replace(0, 3, base_.string());
      fs::create_symlink(target, base_ / "root" / link.name);
    }
    REQUIRE(::mkfifo((base_ / "root/fifo").c_str(), 0600) == 0);
    root_ = UniqueFd(::open((base_ / "root").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    REQUIRE(root_);
  }
  ~Tree() { fs::remove_all(base_); }

  const fs::path& base() const { return base_; }
  int root() const { return root_.get(); }
  // Whether nothing was made or changed outside.
  bool outside_is_untouched() const {
    return std::distance(fs::directory_iterator(base_ / "outside"), fs::directory_iterator()) == 1 &&
           fs::file_size(base_ / "outside/secret") == std::string("outside/secret").size() &&
           std::distance(fs::directory_iterator(base_), fs::directory_iterator()) == 2;
  }

 private:
  fs::path base_;
  UniqueFd root_;
};

std::string answer(int root, const std::string& path, const OpenHow& how, Resolution resolution) {
  Fallible<UniqueFd> opened = open_beneath(root, path, how, resolution);
  return std::string(opened.has_value() ? "success" : errno_name(opened.error()));
}

struct PathRow {
  std::string path;
  const char* followed;      // the answer to opening it for reading
  const char* not_followed;  // likewise, when a link at its end is not to be followed
};

TEST_CASE("Paths cannot lead out of the directory") {
  Tree tree;
  const std::string absolute = tree.base().string();
  const PathRow rows[] = {
      {"..", "notcapable", "notcapable"},
      {"../outside/secret", "notcapable", "notcapable"},
      {"../root/file", "notcapable", "notcapable"},
      {"./../root", "notcapable", "notcapable"},
      {"dir/../..", "notcapable", "notcapable"},
      {"dir/../../outside/secret", "notcapable", "notcapable"},
      {"dir/inner/../../../outside/secret", "notcapable", "notcapable"},
      {"dir/inner/../../../root/file", "notcapable", "notcapable"},
      {"dir//..//..//outside", "notcapable", "notcapable"},
      {"/", "notcapable", "notcapable"},
      {"//", "notcapable", "notcapable"},
      {"/etc/passwd", "notcapable", "notcapable"},
      {absolute + "/root/file", "notcapable", "notcapable"},
      {absolute + "/outside/secret", "notcapable", "notcapable"},
      {"/proc/self/root/etc/passwd", "notcapable", "notcapable"},
      {"up", "notcapable", "loop"},
      {"up/", "notcapable", "notcapable"},
      {"up/.", "notcapable", "notcapable"},
      {"up/outside/secret", "notcapable", "notcapable"},
      {"up/root/file", "notcapable", "notcapable"},
      {"up-to-secret", "notcapable", "loop"},
      {"round-trip", "notcapable", "loop"},
      {"root-of-all", "notcapable", "loop"},
      {"root-of-all/etc/passwd", "notcapable", "notcapable"},
      {"root-of-all/.", "notcapable", "notcapable"},
      {"passwd", "notcapable", "loop"},
      {"absolute-inside", "notcapable", "loop"},
      {"to-up", "notcapable", "loop"},
      {"to-up/outside/secret", "notcapable", "notcapable"},
      {"into-up", "notcapable", "loop"},
      {"into-up/secret", "notcapable", "notcapable"},
      {"proc-root", "notcapable", "loop"},
      {"proc-root/etc/passwd", "notcapable", "notcapable"},
      {"dir/back/..", "notcapable", "notcapable"},
      {"dir/back/up", "notcapable", "loop"},
      {"dir/back-out", "notcapable", "loop"},
      {"dir/back-out/secret", "notcapable", "notcapable"},
      {"to-dir/back-out/secret", "notcapable", "notcapable"},
      {"to-dir/../../outside/secret", "notcapable", "notcapable"},
      {"dir/inner/three", "notcapable", "loop"},
      {"dir/inner/three/outside/secret", "notcapable", "notcapable"},
      {"not-there/../../outside/secret", "noent", "noent"},
      {"file/../../outside/secret", "notdir", "notdir"},
      {std::string("file\0/../../outside", 19), "inval", "inval"},
  };
  for (const PathRow& row : rows) {
    for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
      CAPTURE(row.path, static_cast<int>(resolution));
      CHECK(answer(tree.root(), row.path, {O_RDONLY, 0, true}, resolution) == row.followed);
      CHECK(answer(tree.root(), row.path, {O_RDONLY, 0, false}, resolution) == row.not_followed);
    }
  }
  CHECK(tree.outside_is_untouched());
}

TEST_CASE("Paths inside the directory are resolved as the host would") {
  Tree tree;
  const PathRow rows[] = {
      {"file", "success", "success"},
      {".", "success", "success"},
      {"./.", "success", "success"},
      {"dir", "success", "success"},
      {"dir/", "success", "success"},
      {"dir//", "success", "success"},
      {"dir/.", "success", "success"},
      {"dir/..", "success", "success"},
      {"dir/../file", "success", "success"},
      {"dir/inner/../../file", "success", "success"},
      {"dir//inner///leaf", "success", "success"},
      {"file/", "notdir", "notdir"},
      {"file/.", "notdir", "notdir"},
      {"file/..", "notdir", "notdir"},
      {"file/x", "notdir", "notdir"},
      {"not-there", "noent", "noent"},
      {"not-there/", "noent", "noent"},
      {"not-there/x", "noent", "noent"},
      {"", "noent", "noent"},
      {"to-file", "success", "loop"},
      {"to-file/", "notdir", "notdir"},
      {"to-file-slash", "notdir", "loop"},
      {"to-dir", "success", "loop"},
      {"to-dir/", "success", "success"},
      {"to-dir/.", "success", "success"},
      {"to-dir-slash", "success", "loop"},
      {"to-dir/inner/leaf", "success", "success"},
      {"to-dir/..", "success", "success"},
      {"to-dir/../file", "success", "success"},
      {"to-leaf", "success", "loop"},
      {"chain", "success", "loop"},
      {"dir/back/file", "success", "success"},
      {"dir/inner/leaf-link", "success", "loop"},
      {"dangling", "noent", "loop"},
      {"self", "loop", "loop"},
      {"self/x", "loop", "loop"},
      {"loop-a", "loop", "loop"},
      {std::string(255, 'n'), "noent", "noent"},
      {std::string(256, 'n'), "nametoolong", "nametoolong"},
      {"dir/" + std::string(4091, '/'), "success", "success"},
      {"dir/" + std::string(4092, '/'), "nametoolong", "nametoolong"},
      {std::string(100000, 'n'), "nametoolong", "nametoolong"},
      {std::string("\0", 1), "inval", "inval"},
      {std::string("file\0", 5), "inval", "inval"},
  };
  for (const PathRow& row : rows) {
    for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
      CAPTURE(row.path, static_cast<int>(resolution));
      CHECK(answer(tree.root(), row.path, {O_RDONLY, 0, true}, resolution) == row.followed);
      CHECK(answer(tree.root(), row.path, {O_RDONLY, 0, false}, resolution) == row.not_followed);
    }
  }
}

TEST_CASE("Creating a file stays inside") {
  struct Row {
    const char* path;
    int flags;
    const char* answer;
  };
  const Row rows[] = {
      {"new", O_CREAT, "success"},
      {"new", O_CREAT | O_EXCL, "exist"},
      {"dir/inner/new", O_CREAT | O_EXCL, "success"},
      {"new-dir/", O_CREAT, "isdir"},
      {"dir", O_CREAT, "isdir"},
      {".", O_CREAT, "isdir"},
      {"dir/..", O_CREAT, "isdir"},
      {"to-file", O_CREAT | O_EXCL, "exist"},
      {"dangling", O_CREAT | O_EXCL, "exist"},
      {"dangling", O_CREAT, "success"},
      {"creates-outside", O_CREAT, "notcapable"},
      {"creates-outside", O_CREAT | O_EXCL, "exist"},
      {"creates-outside", O_CREAT | O_TRUNC, "notcapable"},
      {"up-to-secret", O_CREAT | O_TRUNC, "notcapable"},
      {"up-to-secret", O_TRUNC, "notcapable"},
      {"../made", O_CREAT, "notcapable"},
      {"dir/back-out/made", O_CREAT, "notcapable"},
      {"/tmp/wrt-made-by-escape", O_CREAT, "notcapable"},
  };
  for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
    Tree tree;
    for (const Row& row : rows) {
      CAPTURE(row.path, row.flags, static_cast<int>(resolution));
      CHECK(answer(tree.root(), row.path, {O_RDWR | row.flags, 0600, true}, resolution) == row.answer);
    }
    CHECK(fs::exists(tree.base() / "root/not-there"));
    CHECK(tree.outside_is_untouched());
  }
}

TEST_CASE("find_entry finds parents inside, and never calls . or .. an entry") {
  Tree tree;
  struct Row {
    const char* path;
    const char* answer;
    const char* name;
  };
  const Row rows[] = {
      {"a", "success", "a"},
      {"a/", "success", "a/"},
      {"a///", "success", "a/"},
      {"dir/a", "success", "a"},
      {"dir/a/", "success", "a/"},
      {"to-dir/a", "success", "a"},
      {"up", "success", "up"},
      {"dir/..", "busy", ""},
      {"dir/../", "busy", ""},
      {".", "busy", ""},
      {"./", "busy", ""},
      {"dir/.", "busy", ""},
      {"..", "notcapable", ""},
      {"../", "notcapable", ""},
      {"../a", "notcapable", ""},
      {"/a", "notcapable", ""},
      {"/", "notcapable", ""},
      {"up/a", "notcapable", ""},
      {"up/..", "notcapable", ""},
      {"dir/back-out/a", "notcapable", ""},
      {"root-of-all/a", "notcapable", ""},
      {"file/a", "notdir", ""},
      {"file/.", "notdir", ""},
      {"not-there/a", "noent", ""},
      {"not-there/..", "noent", ""},
      {"", "noent", ""},
  };
  for (const Row& row : rows) {
    for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
      CAPTURE(row.path, static_cast<int>(resolution));
      Fallible<Entry> entry = find_entry(tree.root(), row.path, Errno::Busy, resolution);
      CHECK((entry.has_value() ? "success" : errno_name(entry.error())) == row.answer);
      if (entry.has_value()) CHECK(entry->name == row.name);
    }
  }
}

TEST_CASE("find_followed_entry goes through links to the last name") {
  Tree tree;
  CHECK(find_followed_entry(tree.root(), "chain", Errno::Perm)->name == "leaf");
  CHECK(find_followed_entry(tree.root(), "dangling", Errno::Perm)->name == "not-there");
  CHECK(find_followed_entry(tree.root(), "up-to-secret", Errno::Perm).error() == Errno::Notcapable);
  CHECK(find_followed_entry(tree.root(), "passwd", Errno::Perm).error() == Errno::Notcapable);
  CHECK(find_followed_entry(tree.root(), "dir/..", Errno::Perm).error() == Errno::Perm);
}

TEST_CASE("Magic links of /proc are not followed") {
  UniqueFd proc(::open("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  REQUIRE(proc);
  for (const char* path : {"cwd", "root", "exe", "cwd/.", "root/etc/passwd", "fd/0", "fd/1/x"}) {
    for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
      CAPTURE(path, static_cast<int>(resolution));
      CHECK(answer(proc.get(), path, {O_RDONLY | O_NONBLOCK, 0, true}, resolution) != "success");
    }
  }
}

TEST_CASE("Opening a FIFO without a peer does not block") {
  Tree tree;
  for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
    CHECK(answer(tree.root(), "fifo", {O_RDONLY | O_NONBLOCK, 0, true}, resolution) == "success");
    CHECK(answer(tree.root(), "fifo", {O_WRONLY | O_NONBLOCK, 0, true}, resolution) == "nxio");
  }
}

TEST_CASE("A deep chain of links is followed forty times and no further") {
  Tree tree;
  fs::create_symlink("file", tree.base() / "root/link0");
  for (int i = 1; i <= 40; ++i) {
    fs::create_symlink("link" + std::to_string(i - 1), tree.base() / "root" / ("link" + std::to_string(i)));
  }
  for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
    CHECK(answer(tree.root(), "link39", {O_RDONLY, 0, true}, resolution) == "success");
    CHECK(answer(tree.root(), "link40", {O_RDONLY, 0, true}, resolution) == "loop");
  }
}

// A directory that is swapped with a link to the outside, and moved up and down, while paths through it are opened.
TEST_CASE("Renames during resolution do not lead out") {
  Tree tree;
  fs::path root = tree.base() / "root";
  fs::create_directories(root / "swap/inner");
  fs::create_symlink("../outside", root / "bad");
  struct stat secret{};
  REQUIRE(::stat((tree.base() / "outside/secret").c_str(), &secret) == 0);
  std::atomic<bool> stop = false;
  std::thread mover([&] {
    while (!stop) {
      ::renameat2(AT_FDCWD, (root / "swap").c_str(), AT_FDCWD, (root / "bad").c_str(), RENAME_EXCHANGE);
      ::rename((root / "dir/inner").c_str(), (root / "moved").c_str());
      ::rename((root / "moved").c_str(), (root / "dir/inner").c_str());
    }
  });
  for (int i = 0; i < 3000; ++i) {
    for (const char* path :
         {"swap/secret", "bad/secret", "dir/inner/../../outside/secret", "swap/../../outside/secret"}) {
      for (Resolution resolution : {Resolution::Kernel, Resolution::Walk}) {
        Fallible<UniqueFd> opened = open_beneath(tree.root(), path, {O_RDONLY, 0, true}, resolution);
        if (!opened.has_value()) continue;
        struct stat stat{};
        REQUIRE(::fstat(opened->get(), &stat) == 0);
        REQUIRE((stat.st_dev != secret.st_dev || stat.st_ino != secret.st_ino));
      }
    }
  }
  stop = true;
  mover.join();
}

}  // namespace
}  // namespace wrt::wasi
