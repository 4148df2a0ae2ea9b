// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fd_readdir. A cookie is the number of entries that precede it in what the host has listed since the guest last asked
// for cookie 0. The list is kept with the descriptor and grows as the guest reads on, so that a cookie means the same
// entry however the directory changes meanwhile, and no file system is asked to find a place again; some lose entries
// when they are. What all lists of a guest may hold is bounded.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <span>
#include <string_view>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

constexpr std::size_t kChunk = 32 << 10;
// What all streams of a guest may hold; a directory of about a million entries takes a quarter of it.
constexpr std::size_t kMaxStreamBytes = 256 << 20;

// The head of what getdents64 writes; the name follows, with a NUL and padding.
struct HostDirent {
  std::uint64_t ino;
  std::int64_t next;
  std::uint16_t size;
  std::uint8_t type;
};
constexpr std::size_t kNameOffset = offsetof(HostDirent, type) + 1;

HostDirent dirent_at(const std::byte* record) {
  HostDirent entry{};
  std::memcpy(&entry, record, kNameOffset);
  return entry;
}

// Appends what the host has behind the entries of the descriptor's stream, or completes it. The bound is looked at
// before: threads that read several directories at once can exceed it by a chunk each.
Errno read_more(Descriptor& descriptor, const FdTable& fds) {
  DirectoryStream& stream = *descriptor.stream;
  std::array<std::byte, kChunk> chunk;
  long size = ::syscall(SYS_getdents64, descriptor.host, chunk.data(), chunk.size());
  if (size < 0) return host_failure().error();
  std::size_t bytes = static_cast<std::size_t>(size);
  if (!stream.records.empty() && bytes != 0 && fds.stream_bytes() + bytes > kMaxStreamBytes) return Errno::Nomem;
  for (std::size_t at = 0; at < bytes; at += dirent_at(chunk.data() + at).size) {
    stream.starts.push_back(static_cast<std::uint32_t>(stream.records.size() + at));
  }
  stream.records.insert(stream.records.end(), chunk.begin(), chunk.begin() + size);
  stream.is_complete = bytes == 0;
  descriptor.stream_bytes = stream.records.capacity() + stream.starts.capacity() * sizeof(std::uint32_t);
  return Errno::Success;
}

Errno rewind(Descriptor& descriptor) {
  descriptor.stream = std::make_unique<DirectoryStream>();
  descriptor.stream_bytes = 0;
  return host_status(::lseek(descriptor.host, 0, SEEK_SET) < 0 ? -1 : 0);
}

// Whether there is an entry with that index. Reads until there is, or no more are.
Fallible<bool> has_entry(Descriptor& descriptor, const FdTable& fds, Dircookie index) {
  DirectoryStream& stream = *descriptor.stream;
  while (index >= stream.starts.size() && !stream.is_complete) {
    Errno read = read_more(descriptor, fds);
    if (read != Errno::Success) return Failure(read);
  }
  return index < stream.starts.size();
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

// The inode number that the guest sees. What is above a preopened directory is no business of its own.
std::uint64_t inode_of(const HostDirent& entry, std::string_view name, const Descriptor& directory) {
  struct stat stat{};
  bool is_hidden = name == ".." && directory.preopen_name.has_value();
  return is_hidden && ::fstat(directory.host, &stat) == 0 ? stat.st_ino : entry.ino;
}

bool append_entry(std::span<std::uint8_t>& to, const Descriptor& directory, std::size_t index) {
  const std::byte* record = directory.stream->records.data() + directory.stream->starts[index];
  HostDirent host = dirent_at(record);
  std::string_view name = reinterpret_cast<const char*>(record + kNameOffset);
  GuestDirent entry{};
  entry.next = Dircookie{index} + 1;
  entry.ino = inode_of(host, name, directory);
  entry.namlen = static_cast<std::uint32_t>(name.size());
  entry.type = type_of(host, name.data(), directory.host);
  return append(to, &entry, sizeof(entry)) && append(to, name.data(), name.size());
}

}  // namespace

Errno fd_readdir(Call& call, Fd fd, Pointer buf, Size buf_len, Dircookie cookie, Pointer bufused) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  WRT_WASI_TRY(call.memory.check_write<Size>(bufused));
  WRT_WASI_ASSIGN(std::span<std::uint8_t> to, call.memory.range(buf, buf_len));
  const std::lock_guard guard(descriptor->mutex);
  if (cookie == 0 || descriptor->stream == nullptr) {
    Errno rewound = rewind(*descriptor);
    if (rewound != Errno::Success) return rewound;
  }
  for (Dircookie index = cookie; !to.empty(); ++index) {
    WRT_WASI_ASSIGN(bool found, has_entry(*descriptor, call.context.fds, index));
    if (!found || !append_entry(to, *descriptor, static_cast<std::size_t>(index))) break;
  }
  return call.memory.write(bufused, static_cast<Size>(buf_len - to.size()));
}

}  // namespace wrt::wasi
