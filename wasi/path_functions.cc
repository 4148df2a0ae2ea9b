// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The path calls but path_open: making, removing, naming and describing what lies below a directory. Each resolves
// its path with wasi/path.h and then works on a descriptor, or on one name in a directory that is held open.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

// The entry that a call is about to make or remove. Errors: Rofs, and find_entry's.
Fallible<Entry> find_entry_to_change(const Call& call, const Descriptor& directory, const std::string& path,
                                     Errno when_dots) {
  WRT_WASI_ASSIGN(Entry entry, find_entry(directory.host, path, when_dots, call.context.resolution));
  if (directory.read_only) return Failure(Errno::Rofs);
  return entry;
}

Fallible<UniqueFd> open_to_describe(const Call& call, const Descriptor& directory, Flags lookup,
                                    const std::string& path) {
  if ((lookup & ~Flags{Lookupflags::All}) != 0) return Failure(Errno::Inval);
  OpenHow how{O_PATH, 0, (lookup & Lookupflags::SymlinkFollow) != 0};
  return open_beneath(directory.host, path, how, call.context.resolution);
}

bool ends_in_slash(const Entry& entry) {
  return entry.name.ends_with('/');
}

// What the name with a slash behind it is: an error unless it is a directory. The kernel would follow a link there.
Errno check_directory(const Call& call, const Descriptor& directory, const std::string& path) {
  WRT_WASI_TRY(open_beneath(directory.host, path, OpenHow{O_PATH | O_DIRECTORY, 0, true}, call.context.resolution));
  return Errno::Success;
}

}  // namespace

Errno path_create_directory(Call& call, Fd fd, Pointer path, Size path_len) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(Entry entry, find_entry_to_change(call, *directory, name, Errno::Exist));
  constexpr mode_t kNewDirectoryMode = 0777;
  return host_status(::mkdirat(entry.directory, entry.name.c_str(), kNewDirectoryMode));
}

Errno path_remove_directory(Call& call, Fd fd, Pointer path, Size path_len) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(Entry entry, find_entry_to_change(call, *directory, name, Errno::Inval));
  return host_status(::unlinkat(entry.directory, entry.name.c_str(), AT_REMOVEDIR));
}

Errno path_unlink_file(Call& call, Fd fd, Pointer path, Size path_len) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(Entry entry, find_entry_to_change(call, *directory, name, Errno::Isdir));
  return host_status(::unlinkat(entry.directory, entry.name.c_str(), 0));
}

Errno path_rename(Call& call, Fd fd, Pointer old_path, Size old_path_len, Fd new_fd, Pointer new_path,
                  Size new_path_len) {
  WRT_WASI_ASSIGN(Descriptor * old_directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(Descriptor * new_directory, call.second_descriptor(new_fd));
  WRT_WASI_ASSIGN(std::string old_name, call.path(old_path, old_path_len));
  WRT_WASI_ASSIGN(std::string new_name, call.path(new_path, new_path_len));
  WRT_WASI_ASSIGN(Entry from, find_entry_to_change(call, *old_directory, old_name, Errno::Busy));
  WRT_WASI_ASSIGN(Entry to, find_entry_to_change(call, *new_directory, new_name, Errno::Busy));
  return host_status(::renameat(from.directory, from.name.c_str(), to.directory, to.name.c_str()));
}

Errno path_link(Call& call, Fd old_fd, Flags old_lookup, Pointer old_path, Size old_path_len, Fd new_fd,
                Pointer new_path, Size new_path_len) {
  WRT_WASI_ASSIGN(Descriptor * old_directory, call.descriptor(old_fd));
  WRT_WASI_ASSIGN(Descriptor * new_directory, call.second_descriptor(new_fd));
  if ((old_lookup & ~Flags{Lookupflags::All}) != 0) return Errno::Inval;
  WRT_WASI_ASSIGN(std::string old_name, call.path(old_path, old_path_len));
  WRT_WASI_ASSIGN(std::string new_name, call.path(new_path, new_path_len));
  WRT_WASI_ASSIGN(Entry from, (old_lookup & Lookupflags::SymlinkFollow) != 0
                                  ? find_followed_entry(old_directory->host, old_name, Errno::Perm)
                                  : find_entry(old_directory->host, old_name, Errno::Perm, call.context.resolution));
  WRT_WASI_ASSIGN(Entry to, find_entry_to_change(call, *new_directory, new_name, Errno::Exist));
  // A second name in a directory that may be written would make the file below the other one writable.
  if (old_directory->read_only) return Errno::Rofs;
  if (ends_in_slash(from)) {
    Errno checked = check_directory(call, *old_directory, old_name);
    return checked == Errno::Success ? Errno::Perm : checked;  // directories have one name
  }
  return host_status(::linkat(from.directory, from.name.c_str(), to.directory, to.name.c_str(), 0));
}

Errno path_symlink(Call& call, Pointer old_path, Size old_path_len, Fd fd, Pointer new_path, Size new_path_len) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string target, call.path(old_path, old_path_len));
  WRT_WASI_ASSIGN(std::string name, call.path(new_path, new_path_len));
  if (target.empty()) return Errno::Noent;
  if (target.find('\0') != std::string::npos) return Errno::Inval;
  // It could not be followed here, and would lead whoever follows it elsewhere to a place that the guest chose.
  if (target.front() == '/') return Errno::Notcapable;
  WRT_WASI_ASSIGN(Entry entry, find_entry_to_change(call, *directory, name, Errno::Exist));
  return host_status(::symlinkat(target.c_str(), entry.directory, entry.name.c_str()));
}

Errno path_readlink(Call& call, Fd fd, Pointer path, Size path_len, Pointer buf, Size buf_len, Pointer bufused) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_TRY(call.memory.check_write<Size>(bufused));
  WRT_WASI_ASSIGN(std::span<std::uint8_t> to, call.memory.range(buf, buf_len));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(Entry entry, find_entry(directory->host, name, Errno::Inval, call.context.resolution));
  if (ends_in_slash(entry)) {
    Errno checked = check_directory(call, *directory, name);
    return checked == Errno::Success ? Errno::Inval : checked;
  }
  char text[PATH_MAX];
  ssize_t size = ::readlinkat(entry.directory, entry.name.c_str(), text, sizeof(text));
  if (size < 0) return host_failure().error();
  std::size_t used = std::min(static_cast<std::size_t>(size), to.size());
  std::memcpy(to.data(), text, used);
  return call.memory.write(bufused, static_cast<Size>(used));
}

Errno path_filestat_get(Call& call, Fd fd, Flags lookup, Pointer path, Size path_len, Pointer stat) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(UniqueFd opened, open_to_describe(call, *directory, lookup, name));
  struct stat host{};
  if (::fstat(opened.get(), &host) != 0) return host_failure().error();
  return write_filestat(call, stat, host, -1);
}

Errno path_filestat_set_times(Call& call, Fd fd, Flags lookup, Pointer path, Size path_len, Timestamp atim,
                              Timestamp mtim, Flags fst_flags) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  WRT_WASI_ASSIGN(auto times, to_times(atim, mtim, fst_flags));
  WRT_WASI_ASSIGN(UniqueFd opened, open_to_describe(call, *directory, lookup, name));
  if (directory->read_only) return Errno::Rofs;
  return host_status(::utimensat(opened.get(), "", times.data(), AT_EMPTY_PATH));
}

}  // namespace wrt::wasi
