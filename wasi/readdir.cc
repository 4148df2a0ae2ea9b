// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fd_readdir. A cookie is the position that the host's file system gives behind an entry: file systems promise that
// reading on from there neither repeats nor omits entries that were there all the time, whatever is made or removed
// meanwhile. What getdents64 returned is kept, since the guest usually asks again for the entry that its buffer cut
// off; cookie 0 starts anew.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

constexpr std::size_t kBufferSize = 32 << 10;

// The head of what getdents64 writes; the name follows, with a NUL and padding.
struct HostDirent {
  std::uint64_t ino;
  std::int64_t next;
  std::uint16_t size;
  std::uint8_t type;
};
constexpr std::size_t kNameOffset = offsetof(HostDirent, type) + 1;

HostDirent dirent_at(const ReaddirBuffer& buffer, std::size_t position) {
  HostDirent entry;
  std::memcpy(&entry, buffer.bytes.data() + position, kNameOffset);
  return entry;
}

std::string_view name_at(const ReaddirBuffer& buffer, std::size_t position) {
  return reinterpret_cast<const char*>(buffer.bytes.data() + position + kNameOffset);
}

// Where in the buffer the entry behind `cookie` is; nothing if that has to be asked of the host.
std::optional<std::size_t> find_behind(const ReaddirBuffer& buffer, Dircookie cookie) {
  std::size_t position = 0;
  while (position < buffer.filled) {
    HostDirent entry = dirent_at(buffer, position);
    position += entry.size;
    if (static_cast<Dircookie>(entry.next) == cookie) return position;
  }
  return std::nullopt;
}

// Reads on where the host's descriptor stands. Leaves an empty buffer at the end of the directory.
Errno fill(ReaddirBuffer& buffer, int fd) {
  long size = ::syscall(SYS_getdents64, fd, buffer.bytes.data(), buffer.bytes.size());
  if (size < 0) return host_failure().error();
  buffer.filled = static_cast<std::size_t>(size);
  return Errno::Success;
}

Filetype type_of(const HostDirent& entry, const char* name, int directory) {
  switch (entry.type) {
    case DT_REG: return Filetype::RegularFile;
    case DT_DIR: return Filetype::Directory;
    case DT_LNK: return Filetype::SymbolicLink;
    case DT_CHR: return Filetype::CharacterDevice;
    case DT_BLK: return Filetype::BlockDevice;
    case DT_SOCK: return Filetype::SocketStream;
    case DT_UNKNOWN: break;  // the file system does not say
    default: return Filetype::Unknown;
  }
  struct stat stat{};
  if (::fstatat(directory, name, &stat, AT_SYMLINK_NOFOLLOW) != 0) return Filetype::Unknown;
  return filetype_of(stat.st_mode, -1);
}

// Appends as much of `bytes` as fits, and says whether all did.
bool append(std::span<std::uint8_t>& to, const void* bytes, std::size_t size) {
  std::size_t part = std::min(size, to.size());
  std::memcpy(to.data(), bytes, part);
  to = to.subspan(part);
  return part == size;
}

bool append_entry(std::span<std::uint8_t>& to, const ReaddirBuffer& buffer, std::size_t position, int directory) {
  HostDirent host = dirent_at(buffer, position);
  std::string_view name = name_at(buffer, position);
  GuestDirent entry{};
  entry.next = static_cast<Dircookie>(host.next);
  entry.ino = host.ino;
  entry.namlen = static_cast<std::uint32_t>(name.size());
  entry.type = type_of(host, name.data(), directory);
  return append(to, &entry, sizeof(entry)) && append(to, name.data(), name.size());
}

}  // namespace

Errno fd_readdir(Call& call, Fd fd, Pointer buf, Size buf_len, Dircookie cookie, Pointer bufused) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  WRT_WASI_TRY(call.memory.check_write<Size>(bufused));
  WRT_WASI_ASSIGN(std::span<std::uint8_t> to, call.memory.range(buf, buf_len));
  if (descriptor->readdir == nullptr) descriptor->readdir = std::make_unique<ReaddirBuffer>();
  ReaddirBuffer& buffer = *descriptor->readdir;
  buffer.bytes.resize(kBufferSize);

  std::optional<std::size_t> position = cookie == 0 ? std::nullopt : find_behind(buffer, cookie);
  if (!position.has_value()) {
    buffer.filled = 0;
    position = 0;
    if (::lseek(descriptor->host, static_cast<off_t>(cookie), SEEK_SET) < 0) return host_failure().error();
  }
  while (!to.empty()) {
    if (*position == buffer.filled) {
      Errno result = fill(buffer, descriptor->host);
      if (result != Errno::Success) return result;
      if (buffer.filled == 0) break;
      position = 0;
    }
    if (!append_entry(to, buffer, *position, descriptor->host)) break;
    *position += dirent_at(buffer, *position).size;
  }
  return call.memory.write(bufused, static_cast<Size>(buf_len - to.size()));
}

}  // namespace wrt::wasi
