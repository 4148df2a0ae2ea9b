// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two resolutions with one meaning. The kernel's openat2 does it in one call and is used where it exists. The walk
// holds an O_PATH descriptor for every directory from the root down to where it stands, so that ".." is a step back
// in that list and never a question to the file system; it opens one component at a time with O_NOFOLLOW, so that the
// kernel never follows a link for us, and expands links itself by reading their text. Neither looks at a path twice:
// what was checked is the descriptor that is used.
//
// Nothing else in wasi/ hands a guest's path to the kernel, but for the single names that find_entry() returns.

#include "wasi/path.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "wasi/errno.h"

namespace wrt::wasi {
namespace {

constexpr unsigned kMaxLinks = 40;        // as Linux: beyond that, Loop
constexpr unsigned kMaxKernelTries = 16;  // openat2 gives up (EAGAIN) when anything is renamed while it sees a ".."

Fallible<> check_path(const std::string& path) {
  if (path.empty()) return Failure(Errno::Noent);
  if (path.size() >= PATH_MAX) return Failure(Errno::Nametoolong);
  if (path.find('\0') != std::string::npos) return Failure(Errno::Inval);
  if (path.front() == '/') return Failure(Errno::Notcapable);
  return {};
}

bool is_dots(std::string_view name) {
  return name == "." || name == "..";
}

int open_one(int directory, const char* name, int flags, mode_t mode = 0) {
  int fd;
  do {
    fd = ::openat(directory, name, flags | O_CLOEXEC | O_NOFOLLOW, mode);
  } while (fd < 0 && should_retry());
  return fd;
}

Fallible<UniqueFd> above_stdio(int fd) {
  UniqueFd moved = above_standard_streams(UniqueFd(fd));
  if (!moved) return host_failure();
  return moved;
}

// The text of the link `name` in `directory`; nothing if it is no link, or not there.
Fallible<std::optional<std::string>> read_link(int directory, const std::string& name) {
  std::string text(PATH_MAX, '\0');
  ssize_t size = ::readlinkat(directory, name.c_str(), text.data(), text.size());
  if (size < 0) {
    if (errno == EINVAL || errno == ENOENT) return std::nullopt;
    return host_failure();
  }
  text.resize(static_cast<std::size_t>(size));
  return std::optional<std::string>(std::move(text));
}

// The walk. After run(), directory() is where it ended, and name() the last component in it: empty if the path ended
// in that directory itself.
class Walk {
 public:
  explicit Walk(int root) : root_(root) {}

  Fallible<> run(const std::string& path, bool follow_last);

  int directory() const { return directories_.empty() ? root_ : directories_.back().get(); }
  // Hands directory() over, if it is not the root.
  UniqueFd take_directory() { return directories_.empty() ? UniqueFd() : std::move(directories_.back()); }
  const std::string& name() const { return name_; }
  // Whether what the path names has to be a directory: it ended in a slash.
  bool wants_directory() const { return wants_directory_; }

 private:
  void push_components(std::string_view path);
  Fallible<bool> expand_link(const std::string& name);
  Fallible<> enter(const std::string& name);

  int root_;
  std::vector<UniqueFd> directories_;  // from below the root to where we stand
  std::vector<std::string> pending_;   // components still to go, the next one last
  std::string name_;
  unsigned links_ = 0;
  bool wants_directory_ = false;
};

void Walk::push_components(std::string_view path) {
  if (pending_.empty() && path.ends_with('/')) wants_directory_ = true;
  std::size_t end = path.size();
  while (end > 0) {
    std::size_t slash = path.rfind('/', end - 1);
    std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    if (begin < end) pending_.emplace_back(path.substr(begin, end - begin));
    end = slash == std::string_view::npos ? 0 : slash;
  }
}

// If `name` is a symbolic link, puts its text in front of the components to go and says so.
Fallible<bool> Walk::expand_link(const std::string& name) {
  WRT_WASI_ASSIGN(std::optional<std::string> target, read_link(directory(), name));
  if (!target.has_value()) return false;
  if (++links_ > kMaxLinks) return Failure(Errno::Loop);
  WRT_WASI_TRY(check_path(*target));
  push_components(*target);
  return true;
}

Fallible<> Walk::enter(const std::string& name) {
  int fd = open_one(directory(), name.c_str(), O_PATH | O_DIRECTORY);
  if (fd >= 0) {
    directories_.emplace_back(fd);
    return {};
  }
  if (errno != ENOTDIR && errno != ELOOP) return host_failure();
  WRT_WASI_ASSIGN(bool was_link, expand_link(name));
  if (!was_link) return Failure(Errno::Notdir);
  return {};
}

Fallible<> Walk::run(const std::string& path, bool follow_last) {
  push_components(path);
  while (!pending_.empty()) {
    std::string name = std::move(pending_.back());
    pending_.pop_back();
    if (name == ".") continue;
    if (name == "..") {
      if (directories_.empty()) return Failure(Errno::Notcapable);
      directories_.pop_back();
      continue;
    }
    if (!pending_.empty()) {
      WRT_WASI_TRY(enter(name));
      continue;
    }
    if (follow_last || wants_directory_) {
      WRT_WASI_ASSIGN(bool was_link, expand_link(name));
      if (was_link) continue;
    }
    name_ = std::move(name);
  }
  return {};
}

Fallible<UniqueFd> open_by_walk(int root, const std::string& path, const OpenHow& how) {
  bool creates = (how.flags & O_CREAT) != 0;
  bool exclusive = creates && (how.flags & O_EXCL) != 0;
  Walk walk(root);
  WRT_WASI_TRY(walk.run(path, how.follow && !exclusive));
  int flags = how.flags;
  if (walk.name().empty()) {
    if (creates) return Failure(exclusive ? Errno::Exist : Errno::Isdir);
  } else if (walk.wants_directory()) {
    if (creates) return Failure(Errno::Isdir);
    flags |= O_DIRECTORY;
  }
  int fd = open_one(walk.directory(), walk.name().empty() ? "." : walk.name().c_str(), flags, how.mode);
  if (fd < 0) return host_failure();
  return above_stdio(fd);
}

// openat2, whose answer EXDEV is Notcapable. Nothing, if it has to be done by the walk.
Fallible<std::optional<UniqueFd>> open_by_kernel(int root, const std::string& path, const OpenHow& how) {
  open_how arguments{};
  arguments.flags = static_cast<std::uint64_t>(how.flags | O_CLOEXEC | (how.follow ? 0 : O_NOFOLLOW));
  arguments.mode = (how.flags & O_CREAT) != 0 ? how.mode : 0;
  arguments.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  for (unsigned i = 0; i < kMaxKernelTries; ++i) {
    long fd = ::syscall(SYS_openat2, root, path.c_str(), &arguments, sizeof(arguments));
    if (fd >= 0) {
      WRT_WASI_ASSIGN(UniqueFd owned, above_stdio(static_cast<int>(fd)));
      return std::optional<UniqueFd>(std::move(owned));
    }
    if (errno == EXDEV) return Failure(Errno::Notcapable);
    if (errno != EAGAIN && !should_retry()) return host_failure();
  }
  return std::optional<UniqueFd>();
}

// The path without its last component ("." if there is only one), and that component, with one slash if it had any.
std::pair<std::string, std::string> split_last(const std::string& path) {
  std::size_t end = path.find_last_not_of('/');
  bool has_slash = end + 1 < path.size();
  std::size_t slash = path.rfind('/', end);
  std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  std::string name = path.substr(begin, end + 1 - begin);
  if (has_slash && !is_dots(name)) name += '/';
  return {begin == 0 ? "." : path.substr(0, begin), std::move(name)};
}

}  // namespace

Resolution best_resolution() {
  open_how arguments{};
  arguments.flags = O_PATH | O_CLOEXEC;
  arguments.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  long fd = ::syscall(SYS_openat2, AT_FDCWD, ".", &arguments, sizeof(arguments));
  UniqueFd owned(static_cast<int>(fd));
  bool is_missing = fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EINVAL || errno == E2BIG);
  return is_missing ? Resolution::Walk : Resolution::Kernel;
}

Fallible<UniqueFd> open_beneath(int root, const std::string& path, const OpenHow& how, Resolution resolution) {
  WRT_WASI_TRY(check_path(path));
  if (resolution == Resolution::Kernel) {
    WRT_WASI_ASSIGN(std::optional<UniqueFd> opened, open_by_kernel(root, path, how));
    if (opened.has_value()) return std::move(*opened);
  }
  return open_by_walk(root, path, how);
}

Fallible<Entry> find_entry(int root, const std::string& path, Errno when_dots, Resolution resolution) {
  WRT_WASI_TRY(check_path(path));
  auto [directory, name] = split_last(path);
  OpenHow how{O_PATH | O_DIRECTORY, 0, true};
  if (is_dots(name)) {
    WRT_WASI_TRY(open_beneath(root, path, how, resolution));
    return Failure(when_dots);
  }
  if (directory == ".") return Entry{root, UniqueFd(), std::move(name)};
  WRT_WASI_ASSIGN(UniqueFd opened, open_beneath(root, directory, how, resolution));
  int fd = opened.get();
  return Entry{fd, std::move(opened), std::move(name)};
}

Fallible<Entry> find_followed_entry(int root, const std::string& path, Errno when_dots) {
  WRT_WASI_TRY(check_path(path));
  Walk walk(root);
  WRT_WASI_TRY(walk.run(path, true));
  if (walk.name().empty()) return Failure(when_dots);
  int fd = walk.directory();
  return Entry{fd, walk.take_directory(), walk.name() + (walk.wants_directory() ? "/" : "")};
}

}  // namespace wrt::wasi
