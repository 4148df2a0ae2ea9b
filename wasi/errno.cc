// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table of error numbers. It is in WASI's order, so that it is indexed by Errno; the way from the host's numbers
// is an array made of it when the program is compiled. Notcapable has no counterpart on the host: the path resolution
// gives it where the kernel says EXDEV because a path would have led out (wasi/path.cc).

#include "wasi/errno.h"

#include <array>
#include <cerrno>
#include <cstddef>

#include "runtime/interrupter.h"

namespace wrt::wasi {
namespace {

constexpr int kNone = -1;
constexpr int kHostLimit = 256;

struct ErrnoRow {
  Errno value;
  std::string_view name;
  int host;
};

// clang-format off
constexpr ErrnoRow kErrnos[] = {
    {Errno::Success,         "success",         0},
    {Errno::TooBig,          "2big",            E2BIG},
    {Errno::Acces,           "acces",           EACCES},
    {Errno::Addrinuse,       "addrinuse",       EADDRINUSE},
    {Errno::Addrnotavail,    "addrnotavail",    EADDRNOTAVAIL},
    {Errno::Afnosupport,     "afnosupport",     EAFNOSUPPORT},
    {Errno::Again,           "again",           EAGAIN},
    {Errno::Already,         "already",         EALREADY},
    {Errno::Badf,            "badf",            EBADF},
    {Errno::Badmsg,          "badmsg",          EBADMSG},
    {Errno::Busy,            "busy",            EBUSY},
    {Errno::Canceled,        "canceled",        ECANCELED},
    {Errno::Child,           "child",           ECHILD},
    {Errno::Connaborted,     "connaborted",     ECONNABORTED},
    {Errno::Connrefused,     "connrefused",     ECONNREFUSED},
    {Errno::Connreset,       "connreset",       ECONNRESET},
    {Errno::Deadlk,          "deadlk",          EDEADLK},
    {Errno::Destaddrreq,     "destaddrreq",     EDESTADDRREQ},
    {Errno::Dom,             "dom",             EDOM},
    {Errno::Dquot,           "dquot",           EDQUOT},
    {Errno::Exist,           "exist",           EEXIST},
    {Errno::Fault,           "fault",           EFAULT},
    {Errno::Fbig,            "fbig",            EFBIG},
    {Errno::Hostunreach,     "hostunreach",     EHOSTUNREACH},
    {Errno::Idrm,            "idrm",            EIDRM},
    {Errno::Ilseq,           "ilseq",           EILSEQ},
    {Errno::Inprogress,      "inprogress",      EINPROGRESS},
    {Errno::Intr,            "intr",            EINTR},
    {Errno::Inval,           "inval",           EINVAL},
    {Errno::Io,              "io",              EIO},
    {Errno::Isconn,          "isconn",          EISCONN},
    {Errno::Isdir,           "isdir",           EISDIR},
    {Errno::Loop,            "loop",            ELOOP},
    {Errno::Mfile,           "mfile",           EMFILE},
    {Errno::Mlink,           "mlink",           EMLINK},
    {Errno::Msgsize,         "msgsize",         EMSGSIZE},
    {Errno::Multihop,        "multihop",        EMULTIHOP},
    {Errno::Nametoolong,     "nametoolong",     ENAMETOOLONG},
    {Errno::Netdown,         "netdown",         ENETDOWN},
    {Errno::Netreset,        "netreset",        ENETRESET},
    {Errno::Netunreach,      "netunreach",      ENETUNREACH},
    {Errno::Nfile,           "nfile",           ENFILE},
    {Errno::Nobufs,          "nobufs",          ENOBUFS},
    {Errno::Nodev,           "nodev",           ENODEV},
    {Errno::Noent,           "noent",           ENOENT},
    {Errno::Noexec,          "noexec",          ENOEXEC},
    {Errno::Nolck,           "nolck",           ENOLCK},
    {Errno::Nolink,          "nolink",          ENOLINK},
    {Errno::Nomem,           "nomem",           ENOMEM},
    {Errno::Nomsg,           "nomsg",           ENOMSG},
    {Errno::Noprotoopt,      "noprotoopt",      ENOPROTOOPT},
    {Errno::Nospc,           "nospc",           ENOSPC},
    {Errno::Nosys,           "nosys",           ENOSYS},
    {Errno::Notconn,         "notconn",         ENOTCONN},
    {Errno::Notdir,          "notdir",          ENOTDIR},
    {Errno::Notempty,        "notempty",        ENOTEMPTY},
    {Errno::Notrecoverable,  "notrecoverable",  ENOTRECOVERABLE},
    {Errno::Notsock,         "notsock",         ENOTSOCK},
    {Errno::Notsup,          "notsup",          ENOTSUP},
    {Errno::Notty,           "notty",           ENOTTY},
    {Errno::Nxio,            "nxio",            ENXIO},
    {Errno::Overflow,        "overflow",        EOVERFLOW},
    {Errno::Ownerdead,       "ownerdead",       EOWNERDEAD},
    {Errno::Perm,            "perm",            EPERM},
    {Errno::Pipe,            "pipe",            EPIPE},
    {Errno::Proto,           "proto",           EPROTO},
    {Errno::Protonosupport,  "protonosupport",  EPROTONOSUPPORT},
    {Errno::Prototype,       "prototype",       EPROTOTYPE},
    {Errno::Range,           "range",           ERANGE},
    {Errno::Rofs,            "rofs",            EROFS},
    {Errno::Spipe,           "spipe",           ESPIPE},
    {Errno::Srch,            "srch",            ESRCH},
    {Errno::Stale,           "stale",           ESTALE},
    {Errno::Timedout,        "timedout",        ETIMEDOUT},
    {Errno::Txtbsy,          "txtbsy",          ETXTBSY},
    {Errno::Xdev,            "xdev",            EXDEV},
    {Errno::Notcapable,      "notcapable",      kNone},
};
// clang-format on

constexpr std::size_t kErrnoCount = std::size(kErrnos);

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kErrnoCount; ++i) {
    if (static_cast<std::size_t>(kErrnos[i].value) != i || kErrnos[i].host >= kHostLimit) return false;
  }
  return true;
}
static_assert(kErrnoCount == 77 && is_in_order());

constexpr std::array<Errno, kHostLimit> make_from_host() {
  std::array<Errno, kHostLimit> map{};
  map.fill(Errno::Io);
  for (const ErrnoRow& row : kErrnos) {
    if (row.host >= 0) map[static_cast<std::size_t>(row.host)] = row.value;
  }
  return map;
}
constexpr std::array<Errno, kHostLimit> kFromHost = make_from_host();

}  // namespace

Errno errno_from_host(int host) {
  return host >= 0 && host < kHostLimit ? kFromHost[static_cast<std::size_t>(host)] : Errno::Io;
}

Failure host_failure() {
  return Failure(errno_from_host(errno));
}

bool should_retry() {
  return errno == EINTR && !interruption_pending();
}

Errno host_status(int result) {
  return result < 0 ? host_failure().error() : Errno::Success;
}

std::string_view errno_name(Errno value) {
  std::size_t index = static_cast<std::size_t>(value);
  return index < kErrnoCount ? kErrnos[index].name : "unknown";
}

}  // namespace wrt::wasi
