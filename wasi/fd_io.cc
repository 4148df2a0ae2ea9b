// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading, writing and seeking. Each call is one system call on the guest's own bytes; what the host did in part is
// reported in part. The results' addresses are checked before anything happens, so that a call that answers `fault`
// has had no effect.
//
// The standard streams share their open files with other processes: switching one of them to O_NONBLOCK would do so
// for the user's shell as well. For those the flag is only remembered, and the file is asked before each call.

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "wasi/errno.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

// Where a count of bytes is to be written.
Fallible<std::uint8_t*> count_cell(const Call& call, Pointer address) {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> cell, call.memory.range(address, sizeof(Size), alignof(Size)));
  return cell.data();
}

Errno write_count(ssize_t count, std::uint8_t* cell) {
  if (count < 0) [[unlikely]]
    return host_failure().error();
  const Size size = static_cast<Size>(count);
  std::memcpy(cell, &size, sizeof(size));
  return Errno::Success;
}

Fallible<int> host_whence(Abi abi, Flags whence) {
  constexpr int kPreview1[] = {SEEK_SET, SEEK_CUR, SEEK_END};  // as Whence
  constexpr int kUnstable[] = {SEEK_CUR, SEEK_END, SEEK_SET};  // as UnstableWhence
  if (whence >= std::size(kPreview1)) return Failure(Errno::Inval);
  return abi == Abi::Preview1 ? kPreview1[whence] : kUnstable[whence];
}

bool is_file_offset(Filesize offset) {
  return offset <= std::numeric_limits<Filedelta>::max();
}

}  // namespace

Errno fd_read(Call& call, Fd fd, Pointer iovs, Size iovs_len, Pointer nread) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::uint8_t* cell, count_cell(call, nread));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  Errno ready = descriptor->check_ready(POLLIN);
  if (ready != Errno::Success) return ready;
  return write_count(retry_interrupted([&] { return list.read_from(descriptor->host); }), cell);
}

Errno fd_write(Call& call, Fd fd, Pointer iovs, Size iovs_len, Pointer nwritten) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  WRT_WASI_ASSIGN(std::uint8_t* cell, count_cell(call, nwritten));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  Errno ready = descriptor->check_ready(POLLOUT);
  if (ready != Errno::Success) return ready;
  return write_count(retry_interrupted([&] { return list.write_to(descriptor->host); }), cell);
}

Errno fd_pread(Call& call, Fd fd, Pointer iovs, Size iovs_len, Filesize offset, Pointer nread) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (!is_file_offset(offset)) return Errno::Inval;
  WRT_WASI_ASSIGN(std::uint8_t* cell, count_cell(call, nread));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  off_t position = static_cast<off_t>(offset);
  return write_count(retry_interrupted([&] { return list.read_at(descriptor->host, position); }), cell);
}

Errno fd_pwrite(Call& call, Fd fd, Pointer iovs, Size iovs_len, Filesize offset, Pointer nwritten) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (!is_file_offset(offset)) return Errno::Inval;
  WRT_WASI_ASSIGN(std::uint8_t* cell, count_cell(call, nwritten));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  off_t position = static_cast<off_t>(offset);
  return write_count(retry_interrupted([&] { return list.write_at(descriptor->host, position); }), cell);
}

Errno fd_seek(Call& call, Fd fd, Filedelta offset, Flags whence, Pointer newoffset) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.any_descriptor(fd));
  WRT_WASI_ASSIGN(int origin, host_whence(call.abi, whence));
  // Asking where one is needs only the right to tell.
  bool tells = offset == 0 && origin == SEEK_CUR;
  if (descriptor->type == Filetype::Directory) return Errno::Badf;
  if ((descriptor->base & (Right::FdSeek | Right::FdTell)) == 0) return Errno::Spipe;
  if ((descriptor->base & (tells ? Right::FdSeek | Right::FdTell : Right::FdSeek)) == 0) return Errno::Notcapable;
  WRT_WASI_TRY(call.memory.check_write<Filesize>(newoffset));
  off_t position = host_lseek(descriptor->host, offset, origin);
  if (position < 0) return host_failure().error();
  return call.memory.write(newoffset, static_cast<Filesize>(position));
}

Errno fd_tell(Call& call, Fd fd, Pointer offset) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  off_t position = host_lseek(descriptor->host, 0, SEEK_CUR);
  if (position < 0) return host_failure().error();
  return call.memory.write(offset, static_cast<Filesize>(position));
}

template struct DirectEntry<fd_pread>;
template struct DirectEntry<fd_pwrite>;
template struct DirectEntry<fd_read>;
template struct DirectEntry<fd_seek>;
template struct DirectEntry<fd_write>;

Errno fd_sync(Call& call, Fd fd) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  return host_status(retry_interrupted([&] { return ::fsync(descriptor->host); }));
}

Errno fd_datasync(Call& call, Fd fd) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  return host_status(retry_interrupted([&] { return ::fdatasync(descriptor->host); }));
}

Errno fd_advise(Call& call, Fd fd, Filesize offset, Filesize len, Flags advice) {
  constexpr int kAdvice[] = {POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM,
                             POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,   POSIX_FADV_NOREUSE};
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (advice >= std::size(kAdvice) || !is_file_offset(offset) || !is_file_offset(len)) return Errno::Inval;
  return errno_from_host(
      ::posix_fadvise(descriptor->host, static_cast<off_t>(offset), static_cast<off_t>(len), kAdvice[advice]));
}

Errno fd_allocate(Call& call, Fd fd, Filesize offset, Filesize len) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (len == 0 || !is_file_offset(offset) || !is_file_offset(len)) return Errno::Inval;
  if (descriptor->read_only) return Errno::Rofs;
  return host_status(retry_interrupted(
      [&] { return ::fallocate(descriptor->host, 0, static_cast<off_t>(offset), static_cast<off_t>(len)); }));
}

Errno fd_filestat_set_size(Call& call, Fd fd, Filesize size) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.descriptor(fd));
  if (!is_file_offset(size)) return Errno::Inval;
  if (descriptor->read_only) return Errno::Rofs;
  return host_status(retry_interrupted([&] { return ::ftruncate(descriptor->host, static_cast<off_t>(size)); }));
}

}  // namespace wrt::wasi
