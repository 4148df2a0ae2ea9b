// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a descriptor is: its flags and rights, the file behind it, the preopened directory that it stands for; closing
// and renumbering.

#include <fcntl.h>
#include <sys/stat.h>

#include <cstring>
#include <mutex>
#include <span>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {

Errno fd_close(Call& call, Fd fd) {
  return call.context.fds.close(fd);
}

Errno fd_renumber(Call& call, Fd fd, Fd to) {
  return call.context.fds.renumber(fd, to);
}

Errno fd_fdstat_get(Call& call, Fd fd, Pointer stat) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  GuestFdstat result{};
  result.filetype = descriptor->type;
  result.flags = static_cast<std::uint16_t>(descriptor->flags);
  result.rights_base = descriptor->base;
  result.rights_inheriting = descriptor->inheriting;
  return call.memory.write(stat, result);
}

Errno fd_fdstat_set_flags(Call& call, Fd fd, Flags flags) {
  constexpr Flags kChangeable = Fdflags::Append | Fdflags::Nonblock;
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if ((flags & ~Flags{Fdflags::All}) != 0) return Errno::Inval;
  const std::lock_guard guard(descriptor->mutex);
  Flags changed = flags ^ descriptor->flags;
  if ((changed & ~kChangeable) != 0) return Errno::Notsup;
  if (descriptor->is_borrowed()) {
    if ((changed & Fdflags::Append) != 0) return Errno::Notsup;
  } else if (changed != 0) {
    int host = ::fcntl(descriptor->host, F_GETFL);
    if (host < 0) return host_failure().error();
    host &= ~(O_APPEND | O_NONBLOCK);
    if ((flags & Fdflags::Append) != 0) host |= O_APPEND;
    if ((flags & Fdflags::Nonblock) != 0) host |= O_NONBLOCK;
    if (::fcntl(descriptor->host, F_SETFL, host) != 0) return host_failure().error();
  }
  descriptor->flags = flags;
  return Errno::Success;
}

Errno fd_fdstat_set_rights(Call& call, Fd fd, Rights base, Rights inheriting) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  const std::lock_guard guard(descriptor->mutex);
  if ((base & ~descriptor->base) != 0 || (inheriting & ~descriptor->inheriting) != 0) return Errno::Notcapable;
  descriptor->base = base;
  descriptor->inheriting = inheriting;
  return Errno::Success;
}

Errno fd_filestat_get(Call& call, Fd fd, Pointer stat) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  struct stat host{};
  if (::fstat(descriptor->host, &host) != 0) return host_failure().error();
  return write_filestat(call, stat, host, descriptor->host);
}

Errno fd_filestat_set_times(Call& call, Fd fd, Timestamp atim, Timestamp mtim, Flags fst_flags) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (descriptor->read_only) return Errno::Rofs;
  WRT_WASI_ASSIGN(auto times, to_times(atim, mtim, fst_flags));
  if (::futimens(descriptor->host, times.data()) != 0) return host_failure().error();
  return Errno::Success;
}

Errno fd_prestat_get(Call& call, Fd fd, Pointer prestat) {
  Fallible<Descriptor*> descriptor = call.descriptor(fd);
  if (!descriptor.has_value() || !(*descriptor)->preopen_name.has_value()) {
    if (fd == kFirstPreopen) *call.context.found_no_folder = true;
    return Errno::Badf;
  }
  return call.memory.write(prestat, GuestPrestat{0, static_cast<Size>((*descriptor)->preopen_name->size())});
}

Errno fd_prestat_dir_name(Call& call, Fd fd, Pointer path, Size path_len) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (!descriptor->preopen_name.has_value()) return Errno::Badf;
  const std::string& name = *descriptor->preopen_name;
  if (path_len < name.size()) return Errno::Nametoolong;
  WRT_WASI_ASSIGN(std::span<std::uint8_t> to, call.memory.range(path, name.size()));
  std::memcpy(to.data(), name.data(), name.size());
  return Errno::Success;
}

}  // namespace wrt::wasi
