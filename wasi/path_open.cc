// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// path_open: from WASI's flags and rights to the host's open flags, and from the file that was opened to a descriptor.
// Opening never blocks (a FIFO without a peer, a modem) and never makes a terminal ours: O_NONBLOCK and O_NOCTTY are
// always given, and the former is taken back where it means something and the guest did not ask for it.

#include <fcntl.h>
#include <sys/stat.h>

#include <memory>
#include <string>
#include <utility>

#include "wasi/errno.h"
#include "wasi/filestat.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

// Rights without which a file need not be opened for writing. A directory cannot be (Isdir); the latter two are
// overlooked when one is asked for, since guests ask for all that they may have.
constexpr Rights kWriting = Right::FdWrite;
constexpr Rights kWritingFile = Right::FdWrite | Right::FdAllocate | Right::FdFilestatSetSize;
constexpr mode_t kNewFileMode = 0666;  // less the umask

struct OpenRequest {
  Flags lookup;
  Flags oflags;
  Flags fdflags;
  Rights base;
  Rights inheriting;

  bool has(Flags oflag) const { return (oflags & oflag) != 0; }
  bool writes() const { return (base & (has(Oflags::Directory) ? kWriting : kWritingFile)) != 0; }
};

Errno check_request(const OpenRequest& request, const Descriptor& directory) {
  if ((request.lookup & ~Flags{Lookupflags::All}) != 0 || (request.oflags & ~Flags{Oflags::All}) != 0 ||
      (request.fdflags & ~Flags{Fdflags::All}) != 0) {
    return Errno::Inval;
  }
  if (request.has(Oflags::Directory) && (request.has(Oflags::Creat) || request.has(Oflags::Trunc))) return Errno::Inval;
  Rights needed = (request.has(Oflags::Creat) ? Right::PathCreateFile : Right::None) |
                  (request.has(Oflags::Trunc) ? Right::PathFilestatSetSize : Right::None);
  if ((needed & ~directory.base) != 0) return Errno::Notcapable;
  // What is opened has at most what the directory hands on; opened for synchronous writing, it syncs all the time.
  Rights granted = request.base | request.inheriting |
                   ((request.fdflags & Fdflags::Dsync) != 0 ? Right::FdDatasync : Right::None) |
                   ((request.fdflags & (Fdflags::Rsync | Fdflags::Sync)) != 0 ? Right::FdSync : Right::None);
  if ((granted & ~directory.inheriting) != 0) return Errno::Notcapable;
  if (directory.read_only && (request.writes() || request.has(Oflags::Trunc))) return Errno::Rofs;
  return Errno::Success;
}

int host_flags(const OpenRequest& request) {
  int flags = O_NOCTTY | O_NONBLOCK;
  if (request.writes()) {
    flags |= (request.base & Right::FdRead) != 0 ? O_RDWR : O_WRONLY;
  } else {
    flags |= O_RDONLY;
  }
  if (request.has(Oflags::Creat)) flags |= O_CREAT;
  if (request.has(Oflags::Directory)) flags |= O_DIRECTORY;
  if (request.has(Oflags::Excl)) flags |= O_EXCL;
  if (request.has(Oflags::Trunc)) flags |= O_TRUNC;
  if ((request.fdflags & Fdflags::Append) != 0) flags |= O_APPEND;
  if ((request.fdflags & Fdflags::Dsync) != 0) flags |= O_DSYNC;
  if ((request.fdflags & (Fdflags::Rsync | Fdflags::Sync)) != 0) flags |= O_SYNC;
  return flags;
}

Fallible<UniqueFd> open_request(const Context& context, const Descriptor& directory, const std::string& path,
                                const OpenRequest& request) {
  OpenHow how;
  how.flags = host_flags(request);
  how.mode = kNewFileMode;
  how.follow = (request.lookup & Lookupflags::SymlinkFollow) != 0;
  bool may_not_create = directory.read_only && request.has(Oflags::Creat);
  if (may_not_create) how.flags &= ~(O_CREAT | O_EXCL);
  Fallible<UniqueFd> opened = open_beneath(directory.host, path, how, context.resolution);
  if (!may_not_create) return opened;
  // As on a file system mounted for reading only: what exists is opened, what does not cannot be made.
  if (!opened.has_value()) return Failure(opened.error() == Errno::Noent ? Errno::Rofs : opened.error());
  if (request.has(Oflags::Excl)) return Failure(Errno::Exist);
  return opened;
}

Errno settle_blocking(int fd, const OpenRequest& request) {
  if ((request.fdflags & Fdflags::Nonblock) != 0) return Errno::Success;
  int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) != 0) return host_failure().error();
  return Errno::Success;
}

}  // namespace

Errno path_open(Call& call, Fd fd, Flags lookup, Pointer path, Size path_len, Flags oflags, Rights base,
                Rights inheriting, Flags fdflags, Pointer opened) {
  WRT_WASI_ASSIGN(Descriptor * directory, call.descriptor(fd));
  WRT_WASI_TRY(call.memory.check_write<Fd>(opened));
  WRT_WASI_ASSIGN(std::string name, call.path(path, path_len));
  OpenRequest request{lookup, oflags, fdflags, base & Right::All, inheriting & Right::All};
  Errno checked = check_request(request, *directory);
  if (checked != Errno::Success) return checked;
  WRT_WASI_ASSIGN(UniqueFd host, open_request(call.context, *directory, name, request));
  struct stat stat{};
  if (::fstat(host.get(), &stat) != 0) return host_failure().error();
  auto descriptor = std::make_unique<Descriptor>();
  descriptor->type = filetype_of(stat.st_mode, host.get());
  if (descriptor->type != Filetype::RegularFile && descriptor->type != Filetype::Directory) {
    Errno settled = settle_blocking(host.get(), request);
    if (settled != Errno::Success) return settled;
  }
  descriptor->host = host.get();
  descriptor->owned = std::move(host);
  descriptor->flags = fdflags;
  descriptor->base = request.base & rights_of_type(descriptor->type);
  descriptor->inheriting = descriptor->type == Filetype::Directory ? request.inheriting : Rights{Right::None};
  descriptor->read_only = directory->read_only;
  WRT_WASI_ASSIGN(Fd number, call.context.fds.insert(std::move(descriptor)));
  return call.memory.write(opened, number);
}

}  // namespace wrt::wasi
