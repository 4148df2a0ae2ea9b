// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sock_ functions. Preview 1 makes no sockets: a guest has those that it was given when it started, and the
// connections that it accepts from them. Reading and writing with fd_read and fd_write works on them as well; what is
// here adds flags, and shutdown.

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <memory>
#include <utility>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

// The descriptor of a call, which has to be a socket. Errors: Badf, Notsock before Notcapable.
Fallible<Descriptor*> find_socket(Call& call, Fd fd) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, call.any_descriptor(fd));
  if (!is_socket(descriptor->type)) return Failure(Errno::Notsock);
  if ((call.rights & ~descriptor->base) != 0) return Failure(Errno::Notcapable);
  return descriptor;
}

msghdr message_of(const IovecList& buffers) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(buffers.data());  // sendmsg and recvmsg do not change it
  message.msg_iovlen = static_cast<std::size_t>(buffers.count());
  return message;
}

int receive_flags(Flags ri_flags) {
  return ((ri_flags & Riflags::Peek) != 0 ? MSG_PEEK : 0) | ((ri_flags & Riflags::Waitall) != 0 ? MSG_WAITALL : 0);
}

}  // namespace

Errno sock_accept(Call& call, Fd fd, Flags fdflags, Pointer accepted) {
  WRT_WASI_ASSIGN(Descriptor * listener, find_socket(call, fd));
  WRT_WASI_TRY(call.memory.check_write<Fd>(accepted));
  if ((fdflags & ~Flags{Fdflags::Nonblock}) != 0) return Errno::Inval;
  // A connection is not taken out of the queue to be dropped.
  if (call.context.fds.is_full()) return Errno::Mfile;
  int flags = SOCK_CLOEXEC | ((fdflags & Fdflags::Nonblock) != 0 ? SOCK_NONBLOCK : 0);
  UniqueFd host(retry_interrupted([&] { return ::accept4(listener->host, nullptr, nullptr, flags); }));
  if (!host) return host_failure().error();
  host = above_standard_streams(std::move(host));
  struct stat stat{};
  if (!host || ::fstat(host.get(), &stat) != 0) return host_failure().error();
  auto descriptor = std::make_unique<Descriptor>();
  descriptor->type = filetype_of(stat.st_mode, host.get());
  descriptor->host = host.get();
  descriptor->owned = std::move(host);
  descriptor->flags = fdflags;
  descriptor->base = rights_of_type(descriptor->type) & listener->inheriting;
  WRT_WASI_ASSIGN(Fd number, call.context.fds.insert(std::move(descriptor)));
  return call.memory.write(accepted, number);
}

Errno sock_recv(Call& call, Fd fd, Pointer iovs, Size iovs_len, Flags ri_flags, Pointer nread, Pointer ro_flags) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, find_socket(call, fd));
  if ((ri_flags & ~Flags{Riflags::All}) != 0) return Errno::Inval;
  WRT_WASI_TRY(call.memory.check_write<Size>(nread));
  WRT_WASI_TRY(call.memory.check_write<std::uint16_t>(ro_flags));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  Errno ready = descriptor->check_ready(POLLIN);
  if (ready != Errno::Success) return ready;
  msghdr message = message_of(list);
  ssize_t size = retry_interrupted([&] { return ::recvmsg(descriptor->host, &message, receive_flags(ri_flags)); });
  if (size < 0) return host_failure().error();
  Errno written = call.memory.write(nread, static_cast<Size>(size));
  if (written != Errno::Success) return written;
  bool truncated = (message.msg_flags & MSG_TRUNC) != 0;
  return call.memory.write(ro_flags, static_cast<std::uint16_t>(truncated ? Flags{Roflags::DataTruncated} : 0));
}

Errno sock_send(Call& call, Fd fd, Pointer iovs, Size iovs_len, Flags si_flags, Pointer nwritten) {
  WRT_WASI_ASSIGN(Descriptor * descriptor, find_socket(call, fd));
  if (si_flags != 0) return Errno::Inval;  // there are none
  WRT_WASI_TRY(call.memory.check_write<Size>(nwritten));
  IovecList list;
  WRT_WASI_TRY(list.read(call.memory, iovs, iovs_len));
  Errno ready = descriptor->check_ready(POLLOUT);
  if (ready != Errno::Success) return ready;
  msghdr message = message_of(list);
  ssize_t size = retry_interrupted([&] { return ::sendmsg(descriptor->host, &message, MSG_NOSIGNAL); });
  if (size < 0) return host_failure().error();
  return call.memory.write(nwritten, static_cast<Size>(size));
}

Errno sock_shutdown(Call& call, Fd fd, Flags how) {
  constexpr int kHow[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};  // by Sdflags
  WRT_WASI_ASSIGN(Descriptor * descriptor, find_socket(call, fd));
  if (how == 0 || how > Sdflags::All) return Errno::Inval;
  return host_status(::shutdown(descriptor->host, kHow[how - 1]));
}

}  // namespace wrt::wasi
