// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions between struct stat, timespec and WASI's structures.

#include "wasi/filestat.h"

#include <sys/socket.h>

#include "wasi/clock.h"

namespace wrt::wasi {
namespace {

Filetype socket_type(int fd) {
  int type = 0;
  socklen_t size = sizeof(type);
  bool is_datagram = fd >= 0 && ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM;
  return is_datagram ? Filetype::SocketDgram : Filetype::SocketStream;
}

// T is one of the two layouts.
template <typename T>
T to_filestat(const struct stat& host, int fd) {
  T stat{};
  stat.dev = host.st_dev;
  stat.ino = host.st_ino;
  stat.filetype = filetype_of(host.st_mode, fd);
  // The older layout has half a word for it; no file system has that many links.
  stat.nlink = static_cast<decltype(stat.nlink)>(host.st_nlink);
  stat.size = static_cast<Filesize>(host.st_size);
  stat.atim = to_timestamp(host.st_atim);
  stat.mtim = to_timestamp(host.st_mtim);
  stat.ctim = to_timestamp(host.st_ctim);
  return stat;
}

}  // namespace

Filetype filetype_of(mode_t mode, int fd) {
  switch (mode & S_IFMT) {
    case S_IFREG: return Filetype::RegularFile;
    case S_IFDIR: return Filetype::Directory;
    case S_IFLNK: return Filetype::SymbolicLink;
    case S_IFCHR: return Filetype::CharacterDevice;
    case S_IFBLK: return Filetype::BlockDevice;
    case S_IFSOCK: return socket_type(fd);
    default: return Filetype::Unknown;  // among them pipes, for which WASI has no word
  }
}

Errno write_filestat(const Call& call, Pointer to, const struct stat& host, int fd) {
  if (call.abi == Abi::Preview1) return call.memory.write(to, to_filestat<GuestFilestat>(host, fd));
  return call.memory.write(to, to_filestat<UnstableFilestat>(host, fd));
}

Fallible<std::array<timespec, 2>> to_times(Timestamp atim, Timestamp mtim, Flags fst_flags) {
  constexpr Flags kBothAtim = Fstflags::Atim | Fstflags::AtimNow;
  constexpr Flags kBothMtim = Fstflags::Mtim | Fstflags::MtimNow;
  if ((fst_flags & ~Flags{Fstflags::All}) != 0) return Failure(Errno::Inval);
  if ((fst_flags & kBothAtim) == kBothAtim || (fst_flags & kBothMtim) == kBothMtim) return Failure(Errno::Inval);
  timespec omit{};
  omit.tv_nsec = UTIME_OMIT;
  timespec now{};
  now.tv_nsec = UTIME_NOW;
  std::array<timespec, 2> times{omit, omit};
  if ((fst_flags & Fstflags::Atim) != 0) times[0] = to_timespec(atim);
  if ((fst_flags & Fstflags::AtimNow) != 0) times[0] = now;
  if ((fst_flags & Fstflags::Mtim) != 0) times[1] = to_timespec(mtim);
  if ((fst_flags & Fstflags::MtimNow) != 0) times[1] = now;
  return times;
}

}  // namespace wrt::wasi
