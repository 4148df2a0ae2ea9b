// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attempts to get out of a preopened folder, by every function that takes a path. A table says which paths stand for
// which attempt; each is tried with every function, with both resolutions, and twice: as the links are that lie there
// from the start, and the same for links that the guest makes itself. After each attempt everything outside must be as
// it was, and nothing outside may have come in.
//
//   outside/secret, outside/dir/   what no path may reach; the guest has `root` and, beside it, `root2`

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "test/unit/wasi/guest.h"

namespace wrt::wasi {
namespace {

namespace fs = std::filesystem;
constexpr Fd kRoot = 3;
constexpr Fd kRoot2 = 4;

// What lies in `root` at the start. BASE is the absolute path of the tree.
struct Link {
  const char* name;
  const char* target;
};
constexpr Link kLinks[] = {
    {"up", ".."},
    {"up-dir", "../outside"},
    {"up-secret", "../outside/secret"},
    {"up-new", "../outside/new"},
    {"absolute-dir", "BASE/outside"},
    {"absolute-secret", "BASE/outside/secret"},
    {"absolute-own", "BASE/root"},
    {"slash", "/"},
    {"proc-root", "/proc/self/root"},
    {"proc-cwd", "/proc/self/cwd"},
    {"to-up", "up"},
    {"through-up", "up/outside/secret"},
    {"d/back-out", "../../outside"},
    {"d/e/far", "../../../outside/secret"},
    {"d/e/slashes", ".././/..///../outside"},
    {"d/zigzag", "e/../../../outside/secret"},
};

// A path that leads out, in the position of the last component or before it.
constexpr const char* kAttempts[] = {
    "..",
    "../",
    "../outside/secret",
    "../outside/dir",
    "../outside/new",
    "./../outside/secret",
    "d/../../outside/secret",
    "d/e/../../../outside/secret",
    "d/e/.././../../outside/new",
    "d//..//..//outside/secret",
    "../root/../outside/secret",
    "../root2/file",
    "/",
    "//",
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/null",
    "BASE/outside/secret",
    "BASE/root/file",
    "up/outside/secret",
    "up/outside/dir",
    "up/outside/new",
    "up/root/file",
    "up/.",
    "up/..",
    "up-dir/secret",
    "up-dir/dir",
    "up-dir/new",
    "up-dir/.",
    "up-dir/dir/..",
    "absolute-dir/secret",
    "absolute-dir/new",
    "absolute-own/file",
    "slash/etc/passwd",
    "proc-root/etc/passwd",
    "proc-cwd/new",
    "to-up/outside/secret",
    "d/back-out/secret",
    "d/e/slashes/secret",
    "d/e/slashes/new",
    "d/e/../back-out/secret",
    "d/../up/outside/secret",
};
static_assert(std::size(kAttempts) >= 40);

// Links with a slash behind them: which errno it is depends on what the function wants there.
constexpr const char* kSlashedLinks[] = {
    "up/",        "up-dir/", "up-secret/",  "up-new/",  "absolute-dir/", "slash/",
    "proc-root/", "to-up/",  "d/back-out/", "d/e/far/", "d/e/slashes//",
};

// Links at the end of a path: they lead out only where a function follows them.
constexpr const char* kLastLinks[] = {
    "up",        "up-dir",   "up-secret", "up-new",     "absolute-dir", "absolute-secret", "absolute-own", "slash",
    "proc-root", "proc-cwd", "to-up",     "through-up", "d/back-out",   "d/e/far",         "d/e/slashes",  "d/zigzag",
};

class Tree {
 public:
  Tree() : base_(directory_.path()) {
    for (const char* each : {"root/d/e", "root2", "outside/dir"}) fs::create_directories(base_ / each);
    for (const char* each : {"outside/secret", "root/file", "root2/file", "root/d/e/leaf"}) {
      std::ofstream(base_ / each) << each;
    }
    restore(false);
    outside_ = survey();
  }
  // Makes the links anew that an attempt has moved, and root2/inside if that is wanted.
  void restore(bool with_inside) {
    for (const Link& link : kLinks) {
      fs::path path = base_ / "root" / link.name;
      if (fs::is_symlink(path)) continue;
      fs::remove_all(path);
      fs::create_symlink(with_base(link.target), path);
    }
    fs::remove(base_ / "root2/inside");
    if (with_inside) std::ofstream(base_ / "root2/inside") << "x";
  }
  std::string with_base(std::string_view path) const {
    return path.starts_with("BASE") ? base_.string() + std::string(path.substr(4)) : std::string(path);
  }
  WasiConfig config(bool by_walk) const {
    WasiConfig config;
    config.preopens.push_back({(base_ / "root").string(), "/", false});
    config.preopens.push_back({(base_ / "root2").string(), "/two", false});
    config.avoid_openat2 = by_walk;
    return config;
  }
  const fs::path& base() const { return base_; }
  bool outside_is_untouched() const { return survey() == outside_; }

 private:
  // All that lies outside, and whether it has changed in any way: name → inode, links, size, times, owner's rights.
  std::map<std::string, std::vector<std::int64_t>> survey() const {
    std::map<std::string, std::vector<std::int64_t>> found;
    std::vector<fs::path> paths{base_, base_ / "outside"};
    for (const fs::directory_entry& each : fs::recursive_directory_iterator(base_ / "outside")) {
      paths.push_back(each.path());
    }
    for (const fs::directory_entry& each : fs::directory_iterator(base_)) paths.push_back(each.path());
    for (const fs::path& path : paths) {
      struct stat stat{};
      REQUIRE(::lstat(path.c_str(), &stat) == 0);
      bool is_guests = path.filename() == "root" || path.filename() == "root2";
      found[path.string()] = {static_cast<std::int64_t>(stat.st_ino), stat.st_mode};
      if (is_guests) continue;
      for (std::int64_t each : {std::int64_t{stat.st_size}, static_cast<std::int64_t>(stat.st_nlink),
                                std::int64_t{stat.st_mtim.tv_sec}, std::int64_t{stat.st_mtim.tv_nsec},
                                std::int64_t{stat.st_ctim.tv_sec}, std::int64_t{stat.st_ctim.tv_nsec}}) {
        found[path.string()].push_back(each);
      }
    }
    return found;
  }

  TemporaryDirectory directory_;
  fs::path base_;
  std::map<std::string, std::vector<std::int64_t>> outside_;
};

// A way to use a path. It answers with the function's errno, or "success".
using Use = std::string_view (*)(Guest& guest, Size path_len);
struct UseRow {
  const char* name;
  bool follows;  // a link at the end of the path
  Use use;
};

std::string_view open(Guest& guest, Flags lookup, Size path_len, Flags oflags, Rights base) {
  return guest.call("path_open", kRoot, lookup, Guest::kPath, path_len, oflags, base, Rights{Right::All}, 0,
                    Guest::kResult);
}

// The second path of a function that takes two is one inside, at kPath2.
constexpr std::string_view kInside = "inside";

// clang-format off
const UseRow kUses[] = {
    {"open to read", true, [](Guest& g, Size n) { return open(g, 1, n, 0, Right::FdRead); }},
    {"open to read and write", true, [](Guest& g, Size n) { return open(g, 1, n, 0, Right::FdRead | Right::FdWrite); }},
    {"open without following", false, [](Guest& g, Size n) { return open(g, 0, n, 0, Right::FdRead); }},
    {"open a directory", true, [](Guest& g, Size n) { return open(g, 1, n, Oflags::Directory, Right::FdReaddir); }},
    {"create", true, [](Guest& g, Size n) { return open(g, 1, n, Oflags::Creat, Right::FdWrite); }},
    {"create exclusively", false, [](Guest& g, Size n) {
       return open(g, 1, n, Oflags::Creat | Oflags::Excl, Right::FdWrite); }},
    {"truncate", true, [](Guest& g, Size n) { return open(g, 1, n, Oflags::Creat | Oflags::Trunc, Right::FdWrite); }},
    {"stat", true, [](Guest& g, Size n) {
       return g.call("path_filestat_get", kRoot, 1, Guest::kPath, n, Guest::kResult); }},
    {"stat without following", false, [](Guest& g, Size n) {
       return g.call("path_filestat_get", kRoot, 0, Guest::kPath, n, Guest::kResult); }},
    {"set times", true, [](Guest& g, Size n) {
       return g.call("path_filestat_set_times", kRoot, 1, Guest::kPath, n, 7, 7, Flags{Fstflags::Atim | Fstflags::Mtim}); }},
    {"set times without following", false, [](Guest& g, Size n) {
       return g.call("path_filestat_set_times", kRoot, 0, Guest::kPath, n, 7, 7, Flags{Fstflags::Atim | Fstflags::Mtim}); }},
    {"make a directory", false, [](Guest& g, Size n) { return g.call("path_create_directory", kRoot, Guest::kPath, n); }},
    {"remove a directory", false, [](Guest& g, Size n) { return g.call("path_remove_directory", kRoot, Guest::kPath, n); }},
    {"unlink", false, [](Guest& g, Size n) { return g.call("path_unlink_file", kRoot, Guest::kPath, n); }},
    {"read a link", false, [](Guest& g, Size n) {
       return g.call("path_readlink", kRoot, Guest::kPath, n, Guest::kBuffer, 100, Guest::kResult); }},
    {"make a link", false, [](Guest& g, Size n) {
       return g.call("path_symlink", Guest::kPath2, kInside.size(), kRoot, Guest::kPath, n); }},
    {"link it in, following", true, [](Guest& g, Size n) {
       return g.call("path_link", kRoot, 1, Guest::kPath, n, kRoot2, Guest::kPath2, kInside.size()); }},
    {"link it in", false, [](Guest& g, Size n) {
       return g.call("path_link", kRoot, 0, Guest::kPath, n, kRoot2, Guest::kPath2, kInside.size()); }},
    {"link one of its own out", false, [](Guest& g, Size n) {
       return g.call("path_link", kRoot2, 0, Guest::kPath2, kInside.size(), kRoot, Guest::kPath, n); }},
    {"move it in", false, [](Guest& g, Size n) {
       return g.call("path_rename", kRoot, Guest::kPath, n, kRoot2, Guest::kPath2, kInside.size()); }},
    {"move one of its own out", false, [](Guest& g, Size n) {
       return g.call("path_rename", kRoot2, Guest::kPath2, kInside.size(), kRoot, Guest::kPath, n); }},
};
// clang-format on

// Functions that take something of the guest's out need it first.
bool takes_out(const UseRow& row) {
  return std::string_view(row.name).ends_with("out");
}

TEST_CASE("No function reaches out of a folder, by any path") {
  for (bool by_walk : {false, true}) {
    for (const UseRow& row : kUses) {
      Tree tree;
      tree.restore(takes_out(row));
      Guest guest(tree.config(by_walk));
      guest.put(Guest::kPath2, kInside);
      for (const char* attempt : kAttempts) {
        CAPTURE(by_walk, row.name, attempt);
        Size size = guest.put(Guest::kPath, tree.with_base(attempt));
        CHECK(row.use(guest, size) == "notcapable");
      }
      for (const char* attempt : kSlashedLinks) {
        CAPTURE(by_walk, row.name, attempt);
        CHECK(row.use(guest, guest.put(Guest::kPath, attempt)) != "success");
      }
      CAPTURE(by_walk, row.name);
      CHECK(tree.outside_is_untouched());
    }
  }
}

TEST_CASE("A link at the end of a path leads no function out") {
  for (bool by_walk : {false, true}) {
    Tree tree;
    Guest guest(tree.config(by_walk));
    guest.put(Guest::kPath2, kInside);
    for (const UseRow& row : kUses) {
      for (const char* attempt : kLastLinks) {
        CAPTURE(by_walk, row.name, attempt);
        tree.restore(takes_out(row));
        std::string_view answer = row.use(guest, guest.put(Guest::kPath, attempt));
        if (row.follows) CHECK(answer == "notcapable");
        CHECK(tree.outside_is_untouched());
        // What was moved or linked in is still only a link.
        fs::path inside = tree.base() / "root2/inside";
        if (!takes_out(row) && fs::exists(fs::symlink_status(inside))) CHECK(fs::is_symlink(inside));
      }
    }
  }
}

// What a guest can do itself to prepare: each row is a list of steps, and then an attempt that has to fail.
struct Step {
  const char* function;
  const char* first;   // a path below root, or the text of a link
  const char* second;  // likewise
};
struct Plan {
  const char* name;
  std::vector<Step> steps;
  const char* attempt;
  const char* answer;
};

std::string_view take(Guest& guest, const Step& step) {
  Size first = guest.put(Guest::kPath, step.first);
  Size second = guest.put(Guest::kPath2, step.second);
  std::string_view function = step.function;
  if (function == "path_symlink") return guest.call(function, Guest::kPath, first, kRoot, Guest::kPath2, second);
  if (function == "path_rename") {
    return guest.call(function, kRoot, Guest::kPath, first, kRoot, Guest::kPath2, second);
  }
  if (function == "path_link") {
    return guest.call(function, kRoot, 0, Guest::kPath, first, kRoot, Guest::kPath2, second);
  }
  return guest.call(function, kRoot, Guest::kPath, first);
}

TEST_CASE("What a guest makes itself does not lead it out") {
  const Plan plans[] = {
      {"a link up", {{"path_symlink", "..", "l"}}, "l/outside/secret", "notcapable"},
      {"a link far up", {{"path_symlink", "../../../../../../etc", "l"}}, "l/passwd", "notcapable"},
      {"a link to a link up",
       {{"path_symlink", "m", "l"}, {"path_symlink", "..", "m"}},
       "l/outside/secret",
       "notcapable"},
      {"a link down and up", {{"path_symlink", "d/../..", "l"}}, "l/outside/secret", "notcapable"},
      {"a link that is moved up",
       {{"path_symlink", "../..", "d/e/l"}, {"path_rename", "d/e/l", "l"}},
       "l/outside/secret",
       "notcapable"},
      {"a second name for a link, further up",
       {{"path_symlink", "..", "d/l"}, {"path_link", "d/l", "l"}},
       "l/outside/secret",
       "notcapable"},
      {"a folder with a link, moved up",
       {{"path_symlink", "../..", "d/e/l"}, {"path_rename", "d/e", "e"}},
       "e/l/outside/secret",
       "notcapable"},
      {"a folder named like a way out",
       {{"path_create_directory", "...", ""}},
       ".../../../outside/secret",
       "notcapable"},
      {"a link through a folder that is gone",
       {{"path_create_directory", "x", ""}, {"path_symlink", "x/../..", "l"}, {"path_remove_directory", "x", ""}},
       "l/outside/secret",
       "noent"},
      {"a link with many slashes", {{"path_symlink", "..///////", "l"}}, "l/outside/secret", "notcapable"},
      {"a link to itself below", {{"path_symlink", "l/..", "l"}}, "l/outside/secret", "loop"},
  };
  for (bool by_walk : {false, true}) {
    for (const Plan& plan : plans) {
      Tree tree;
      Guest guest(tree.config(by_walk));
      CAPTURE(by_walk, plan.name);
      for (const Step& step : plan.steps) REQUIRE(take(guest, step) == "success");
      CHECK(open(guest, 1, guest.put(Guest::kPath, plan.attempt), 0, Right::FdRead) == plan.answer);
      CHECK(tree.outside_is_untouched());
    }
  }
}

TEST_CASE("A link to an absolute path cannot be made, and a descriptor of a folder below is a wall as well") {
  for (bool by_walk : {false, true}) {
    Tree tree;
    Guest guest(tree.config(by_walk));
    for (const char* target : {"/", "/etc/passwd", "//etc"}) {
      CHECK(take(guest, {"path_symlink", target, "l"}) == "notcapable");
    }
    REQUIRE(open(guest, 0, guest.put(Guest::kPath, "d"), Oflags::Directory, Right::All & ~Rights{Right::FdWrite}) ==
            "success");
    Fd below = guest.get<Fd>(Guest::kResult);
    for (const char* path : {"..", "../file", "e/../../file", "back-out/secret"}) {
      CAPTURE(by_walk, path);
      Size size = guest.put(Guest::kPath, path);
      CHECK(guest.call("path_open", below, 1, Guest::kPath, size, 0, 0, 0, 0, Guest::kResult) == "notcapable");
    }
  }
}

TEST_CASE("Opening a FIFO never waits, and a device is only one that lies in the folder") {
  for (bool by_walk : {false, true}) {
    Tree tree;
    REQUIRE(::mkfifo((tree.base() / "root/fifo").c_str(), 0600) == 0);
    Guest guest(tree.config(by_walk));
    Size size = guest.put(Guest::kPath, "fifo");
    CHECK(open(guest, 1, size, 0, Right::FdRead) == "success");
    Fd reader = guest.get<Fd>(Guest::kResult);
    CHECK(open(guest, 1, size, 0, Right::FdWrite) == "success");  // it has a reader now
    CHECK(guest.call("fd_close", guest.get<Fd>(Guest::kResult)) == "success");
    // Nobody writes: that is the end, and no wait.
    REQUIRE(guest.memory().write(0, GuestIovec{Guest::kBuffer, 10}) == Errno::Success);
    CHECK(guest.call("fd_read", reader, 0, 1, Guest::kResult) == "success");
    CHECK(guest.get<Size>(Guest::kResult) == 0);
    CHECK(guest.call("fd_close", reader) == "success");
    CHECK(open(guest, 1, size, 0, Right::FdWrite) == "nxio");
    CHECK(open(guest, 1, guest.put(Guest::kPath, "/dev/zero"), 0, Right::FdRead) == "notcapable");
  }
}

}  // namespace
}  // namespace wrt::wasi
