// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The time of a file's last change is that of its last use. Reading a file touches it once an hour, so that most hits
// change nothing on the disk; all that takes a walk through the folder waits for a write.
#include "api/cache_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "api/replace_file.h"

namespace wrt {

namespace {

using Kind = CacheProblem::Kind;

constexpr std::time_t kHour = 3600;
constexpr std::size_t kDigits = 64;
constexpr std::string_view kSuffix = ".so";
constexpr std::string_view kTemporarySuffix = ".tmp";

std::unexpected<CacheProblem> problem(Kind kind, std::string message) {
  return std::unexpected(CacheProblem{kind, std::move(message)});
}

std::unexpected<CacheProblem> system_problem(int error) {
  return problem(error == ENOENT ? Kind::Missing : Kind::Failed, std::strerror(error));
}

// Others than the user and the system's administrator must not be able to change it.
CacheResult<> check_owner(const struct stat& status) {
  if (status.st_uid != ::geteuid()) return problem(Kind::Untrusted, "it belongs to another user");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return problem(Kind::Untrusted, "other users can write to it");
  return {};
}

// A clock that was set back makes times of the future; those are old, too.
bool is_older_than_an_hour(std::time_t time) {
  const std::time_t now = std::time(nullptr);
  return time < now - kHour || time > now + kHour;
}

bool starts_as_entry(std::string_view name) {
  constexpr std::string_view kHexadecimal = "0123456789abcdef";
  return name.size() >= kDigits + kSuffix.size() && name.find_first_not_of(kHexadecimal) == kDigits &&
         name.substr(kDigits).starts_with(kSuffix);
}

// What replace_file() calls a file that is being written.
bool is_temporary_name(std::string_view name) {
  return starts_as_entry(name) && name.ends_with(kTemporarySuffix);
}

// Whether nobody else can rename or replace what lies in a folder and belongs to the user. In a folder with the sticky
// bit, such as /tmp, only its owner can.
bool keeps_names(const struct stat& status) {
  const bool is_ours = status.st_uid == 0 || status.st_uid == ::geteuid();
  const bool others_write = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  return S_ISDIR(status.st_mode) && is_ours && (!others_write || (status.st_mode & S_ISVTX) != 0);
}

// Where an open folder is, if that cannot change: from the root on, each folder keeps the name of the next one.
std::string find_stable_path(int folder, const struct stat& wanted) {
  std::array<char, PATH_MAX> buffer;
  const ssize_t size = ::readlink(fmt::format("/proc/self/fd/{}", folder).c_str(), buffer.data(), buffer.size());
  if (size <= 0 || static_cast<std::size_t>(size) == buffer.size()) return {};
  std::string path(buffer.data(), static_cast<std::size_t>(size));
  struct stat status{};
  if (::lstat("/", &status) != 0 || !keeps_names(status)) return {};
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    if (::lstat(path.substr(0, end).c_str(), &status) != 0 || !keeps_names(status)) return {};
    if (end == path.npos) break;
  }
  return status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino ? path : std::string();
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

bool CacheFolder::is_entry_name(std::string_view name) {
  return starts_as_entry(name) && name.size() == kDigits + kSuffix.size();
}

CacheResult<CacheFolder> CacheFolder::open(const std::string& path) {
  FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return system_problem(errno);
  struct stat status{};
  if (::fstat(folder.number(), &status) != 0) return system_problem(errno);
  if (CacheResult<> trusted = check_owner(status); !trusted) return std::unexpected(std::move(trusted.error()));
  std::string stable = find_stable_path(folder.number(), status);
  return CacheFolder(std::move(folder), std::move(stable));
}

CacheResult<CacheFolder> CacheFolder::make(const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    // What goes wrong here shows when the folder is opened.
    ::mkdir(path.substr(0, end).c_str(), 0700);
    if (end == path.npos) return open(path);
  }
}

CacheResult<FileDescriptor> CacheFolder::open_entry(const std::string& name, bool use) const {
  // A pipe with this name must not make us wait.
  FileDescriptor file(::openat(folder_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ELOOP) return problem(Kind::Untrusted, "it is a link");
  if (!file) return system_problem(errno);
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return system_problem(errno);
  if (!S_ISREG(status.st_mode)) return problem(Kind::Untrusted, "it is not a regular file");
  if (CacheResult<> trusted = check_owner(status); !trusted) return std::unexpected(std::move(trusted.error()));
  if (use && is_older_than_an_hour(status.st_mtime)) ::futimens(file.number(), nullptr);
  return file;
}

CacheResult<> CacheFolder::write_entry(const std::string& name, std::span<const std::uint8_t> content,
                                       std::uint64_t max_bytes) const {
  struct statvfs system{};
  if (::fstatvfs(folder_.number(), &system) == 0 && (system.f_flag & ST_NOEXEC) != 0)
    return problem(Kind::Failed, "nothing may be executed on its file system");
  if (CacheResult<> room = make_room(content.size(), max_bytes); !room) return room;
  // Durable: a file that is there but not all of it, after a power failure, would be run.
  const Result<> written = replace_file(name, content, 0600, true, folder_.number());
  if (!written) return problem(Kind::Failed, written.error().message());
  return {};
}

bool CacheFolder::try_lock() const {
  return flock(folder_.number(), LOCK_EX | LOCK_NB) == 0;
}

CacheResult<> CacheFolder::make_room(std::uint64_t bytes, std::uint64_t max_bytes) const {
  if (bytes > max_bytes) {
    return problem(Kind::Failed, fmt::format("{} bytes are more than the {} of the whole cache", bytes, max_bytes));
  }
  CacheResult<Content> content = read_content();
  if (!content) return std::unexpected(std::move(content.error()));
  std::uint64_t used = bytes;
  for (const Entry& each : content->entries) used += each.bytes;
  for (const Entry& each : content->temporaries) {
    if (!is_older_than_an_hour(each.last_use) || !remove_entry(each.name)) used += each.bytes;
  }
  for (const Entry& each : content->entries) {
    if (used <= max_bytes) return {};
    if (remove_entry(each.name)) used -= each.bytes;
  }
  // Files that are being written elsewhere may still be too many: they become entries, and the next write counts them.
  return {};
}

bool CacheFolder::remove_entry(const std::string& name) const {
  return ::unlinkat(folder_.number(), name.c_str(), 0) == 0 || errno == ENOENT;
}

CacheResult<CacheFolder::Content> CacheFolder::read_content() const {
  const int number = ::openat(folder_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseDirectory> directory(number < 0 ? nullptr : ::fdopendir(number));
  if (directory == nullptr) return system_problem(errno);
  Content content;
  while (const dirent* const each = ::readdir(directory.get())) {
    const std::string name = each->d_name;
    struct stat status{};
    if (!starts_as_entry(name) || ::fstatat(number, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    Entry entry{name, static_cast<std::uint64_t>(status.st_size), status.st_mtime};
    if (is_entry_name(name)) {
      content.entries.push_back(std::move(entry));
    } else if (is_temporary_name(name)) {
      content.temporaries.push_back(std::move(entry));
    }
  }
  std::ranges::sort(content.entries, {}, &Entry::last_use);
  return content;
}

CacheResult<std::vector<CacheFolder::Entry>> CacheFolder::list() const {
  CacheResult<Content> content = read_content();
  if (!content) return std::unexpected(std::move(content.error()));
  return std::move(content->entries);
}

CacheResult<std::vector<CacheFolder::Entry>> CacheFolder::clear() const {
  CacheResult<Content> content = read_content();
  if (!content) return std::unexpected(std::move(content.error()));
  for (const Entry& each : content->temporaries) remove_entry(each.name);
  for (const Entry& each : content->entries) {
    if (!remove_entry(each.name)) return system_problem(errno);
  }
  return std::move(content->entries);
}

}  // namespace wrt
