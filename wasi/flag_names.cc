// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names, in the order of their numbers: those of a set of flags by bit, those of an enumeration by value.

#include "wasi/flag_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <span>

namespace wrt::wasi {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view kLookup[] = {"symlink_follow"};
constexpr std::string_view kOflags[] = {"creat", "directory", "excl", "trunc"};
constexpr std::string_view kFdflags[] = {"append", "dsync", "nonblock", "rsync", "sync"};
constexpr std::string_view kFstflags[] = {"atim", "atim_now", "mtim", "mtim_now"};
constexpr std::string_view kRiflags[] = {"recv_peek", "recv_waitall"};
constexpr std::string_view kSdflags[] = {"rd", "wr"};
constexpr std::string_view kRights[] = {"fd_datasync",
                                        "fd_read",
                                        "fd_seek",
                                        "fd_fdstat_set_flags",
                                        "fd_sync",
                                        "fd_tell",
                                        "fd_write",
                                        "fd_advise",
                                        "fd_allocate",
                                        "path_create_directory",
                                        "path_create_file",
                                        "path_link_source",
                                        "path_link_target",
                                        "path_open",
                                        "fd_readdir",
                                        "path_readlink",
                                        "path_rename_source",
                                        "path_rename_target",
                                        "path_filestat_get",
                                        "path_filestat_set_size",
                                        "path_filestat_set_times",
                                        "fd_filestat_get",
                                        "fd_filestat_set_size",
                                        "fd_filestat_set_times",
                                        "path_symlink",
                                        "path_remove_directory",
                                        "path_unlink_file",
                                        "poll_fd_readwrite",
                                        "sock_shutdown",
                                        "sock_accept"};
constexpr std::string_view kAdvice[] = {"normal", "sequential", "random", "willneed", "dontneed", "noreuse"};
constexpr std::string_view kClockid[] = {"realtime", "monotonic", "process_cputime_id", "thread_cputime_id"};
constexpr std::string_view kWhence[] = {"set", "cur", "end"};
constexpr std::string_view kUnstableWhence[] = {"cur", "end", "set"};
constexpr std::string_view kEventtype[] = {"clock", "fd_read", "fd_write"};
constexpr std::string_view kFiletype[] = {"unknown",      "block_device", "character_device", "directory",
                                          "regular_file", "socket_dgram", "socket_stream",    "symbolic_link"};
constexpr std::string_view kSignal[] = {"none", "hup",    "int",  "quit",  "ill",  "trap", "abrt", "bus",
                                        "fpe",  "kill",   "usr1", "segv",  "usr2", "pipe", "alrm", "term",
                                        "chld", "cont",   "stop", "tstp",  "ttin", "ttou", "urg",  "xcpu",
                                        "xfsz", "vtalrm", "prof", "winch", "poll", "pwr",  "sys"};

struct Kind {
  std::string_view name;
  bool is_set;
  Names names;
};
constexpr Kind kKinds[] = {
    {"lookup", true, kLookup},      {"oflags", true, kOflags},    {"fdflags", true, kFdflags},
    {"fst_flags", true, kFstflags}, {"ri_flags", true, kRiflags}, {"si_flags", true, {}},
    {"how", true, kSdflags},        {"rights", true, kRights},    {"advice", false, kAdvice},
    {"id", false, kClockid},        {"whence", false, kWhence},   {"eventtype", false, kEventtype},
    {"filetype", false, kFiletype}, {"signal", false, kSignal},   {"code", false, {}},
};

std::string join_names(Names names, std::uint64_t bits) {
  constexpr int kMost = 8;  // beyond that a number is easier to read
  std::uint64_t known = (std::uint64_t{1} << names.size()) - 1;
  if (bits == 0) return "0";
  if ((bits & ~known) != 0 || std::popcount(bits) > kMost) return fmt::format("{:#x}", bits);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1) == 0) continue;
    if (!text.empty()) text += '|';
    text += names[i];
  }
  return text;
}

}  // namespace

std::string name_of(std::string_view kind, std::uint64_t value, Abi abi) {
  const Kind* found = std::ranges::find(kKinds, kind, &Kind::name);
  if (found == std::end(kKinds)) return fmt::to_string(value);
  if (found->is_set) return join_names(found->names, value);
  Names names = kind == "whence" && abi == Abi::Unstable ? Names(kUnstableWhence) : found->names;
  return value < names.size() ? std::string(names[static_cast<std::size_t>(value)]) : fmt::to_string(value);
}

bool has_names(std::string_view kind) {
  return std::ranges::find(kKinds, kind, &Kind::name) != std::end(kKinds);
}

}  // namespace wrt::wasi
