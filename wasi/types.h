// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The vocabulary of WASI preview 1 (snapshot 1 of its witx files): the numbers that cross the border to the guest, and
// the layouts of what lies in guest memory; and where wasi_unstable (snapshot 0) has others, those. Names are WASI's in
// our spelling. Sets of flags are plain words, as they come from the guest; whoever reads one rejects the bits that it
// does not know.
#pragma once

#include <cstdint>
#include <expected>

namespace wrt::wasi {

// clang-format off
enum class Errno : std::uint16_t {
  Success = 0, TooBig, Acces, Addrinuse, Addrnotavail, Afnosupport, Again, Already, Badf, Badmsg, Busy, Canceled,
  Child, Connaborted, Connrefused, Connreset, Deadlk, Destaddrreq, Dom, Dquot, Exist, Fault, Fbig, Hostunreach, Idrm,
  Ilseq, Inprogress, Intr, Inval, Io, Isconn, Isdir, Loop, Mfile, Mlink, Msgsize, Multihop, Nametoolong, Netdown,
  Netreset, Netunreach, Nfile, Nobufs, Nodev, Noent, Noexec, Nolck, Nolink, Nomem, Nomsg, Noprotoopt, Nospc, Nosys,
  Notconn, Notdir, Notempty, Notrecoverable, Notsock, Notsup, Notty, Nxio, Overflow, Ownerdead, Perm, Pipe, Proto,
  Protonosupport, Prototype, Range, Rofs, Spipe, Srch, Stale, Timedout, Txtbsy, Xdev, Notcapable,
};
// clang-format on
static_assert(static_cast<int>(Errno::Notcapable) == 76);

// A value, or the errno that the guest gets instead.
template <typename T = void>
using Fallible = std::expected<T, Errno>;
using Failure = std::unexpected<Errno>;

using Fd = std::uint32_t;
using Pointer = std::uint32_t;  // into the importer's memory
using Size = std::uint32_t;
using Filesize = std::uint64_t;
using Filedelta = std::int64_t;
using Timestamp = std::uint64_t;  // nanoseconds
using Dircookie = std::uint64_t;
using Rights = std::uint64_t;
using Flags = std::uint32_t;  // a set of flags, or a small enumeration, in the i32 that it arrives in

// Which of the two a function was imported from. They differ in the order of Whence, in the layouts of filestat and
// subscription, and by sock_accept.
enum class Abi : std::uint8_t {
  Unstable,  // wasi_unstable
  Preview1,  // wasi_snapshot_preview1
};

struct Right {
  enum : Rights {
    None = 0,
    FdDatasync = 1u << 0,
    FdRead = 1u << 1,
    FdSeek = 1u << 2,
    FdFdstatSetFlags = 1u << 3,
    FdSync = 1u << 4,
    FdTell = 1u << 5,
    FdWrite = 1u << 6,
    FdAdvise = 1u << 7,
    FdAllocate = 1u << 8,
    PathCreateDirectory = 1u << 9,
    PathCreateFile = 1u << 10,
    PathLinkSource = 1u << 11,
    PathLinkTarget = 1u << 12,
    PathOpen = 1u << 13,
    FdReaddir = 1u << 14,
    PathReadlink = 1u << 15,
    PathRenameSource = 1u << 16,
    PathRenameTarget = 1u << 17,
    PathFilestatGet = 1u << 18,
    PathFilestatSetSize = 1u << 19,
    PathFilestatSetTimes = 1u << 20,
    FdFilestatGet = 1u << 21,
    FdFilestatSetSize = 1u << 22,
    FdFilestatSetTimes = 1u << 23,
    PathSymlink = 1u << 24,
    PathRemoveDirectory = 1u << 25,
    PathUnlinkFile = 1u << 26,
    PollFdReadwrite = 1u << 27,
    SockShutdown = 1u << 28,
    SockAccept = 1u << 29,
    All = (1u << 30) - 1,
  };
};

enum class Filetype : std::uint8_t {
  Unknown,
  BlockDevice,
  CharacterDevice,
  Directory,
  RegularFile,
  SocketDgram,
  SocketStream,
  SymbolicLink,
};

struct Fdflags {
  enum : Flags { Append = 1, Dsync = 2, Nonblock = 4, Rsync = 8, Sync = 16, All = 31 };
};
struct Oflags {
  enum : Flags { Creat = 1, Directory = 2, Excl = 4, Trunc = 8, All = 15 };
};
struct Fstflags {
  enum : Flags { Atim = 1, AtimNow = 2, Mtim = 4, MtimNow = 8, All = 15 };
};
struct Lookupflags {
  enum : Flags { SymlinkFollow = 1, All = 1 };
};
struct Whence {
  enum : Flags { Set, Cur, End };
};
// Of wasi_unstable.
struct UnstableWhence {
  enum : Flags { Cur, End, Set };
};
struct Clockid {
  enum : Flags { Realtime, Monotonic, ProcessCputime, ThreadCputime };
};
struct Eventtype {
  enum : Flags { Clock, FdRead, FdWrite };
};
struct Subclockflags {
  enum : Flags { Abstime = 1 };
};
struct Eventrwflags {
  enum : Flags { Hangup = 1 };
};
struct Riflags {
  enum : Flags { Peek = 1, Waitall = 2, All = 3 };
};
struct Roflags {
  enum : Flags { DataTruncated = 1 };
};
struct Sdflags {
  enum : Flags { Rd = 1, Wr = 2, All = 3 };
};

// Structures in guest memory. They are copied in and out whole; padding is written as zero.
struct GuestIovec {
  Pointer buf;
  Size buf_len;
};
static_assert(sizeof(GuestIovec) == 8);

struct GuestFdstat {
  Filetype filetype;
  std::uint8_t pad0;
  std::uint16_t flags;
  std::uint32_t pad1;
  Rights rights_base;
  Rights rights_inheriting;
};
static_assert(sizeof(GuestFdstat) == 24);

struct GuestFilestat {
  std::uint64_t dev;
  std::uint64_t ino;
  Filetype filetype;
  std::uint8_t pad[7];
  std::uint64_t nlink;
  Filesize size;
  Timestamp atim;
  Timestamp mtim;
  Timestamp ctim;
};
static_assert(sizeof(GuestFilestat) == 64);

struct UnstableFilestat {
  std::uint64_t dev;
  std::uint64_t ino;
  Filetype filetype;
  std::uint8_t pad[3];
  std::uint32_t nlink;
  Filesize size;
  Timestamp atim;
  Timestamp mtim;
  Timestamp ctim;
};
static_assert(sizeof(UnstableFilestat) == 56);

struct GuestPrestat {
  std::uint32_t tag;  // 0: a directory; only the low byte counts
  Size name_len;
};
static_assert(sizeof(GuestPrestat) == 8);

struct GuestDirent {
  Dircookie next;
  std::uint64_t ino;
  std::uint32_t namlen;
  Filetype type;
  std::uint8_t pad[3];
};
static_assert(sizeof(GuestDirent) == 24);

struct GuestSubscription {
  std::uint64_t userdata;
  std::uint8_t tag;  // Eventtype
  std::uint8_t pad[7];
  std::uint32_t id_or_fd;  // Clockid, or the descriptor
  std::uint32_t pad1;
  Timestamp timeout;  // the rest: Clock only
  Timestamp precision;
  std::uint16_t flags;
  std::uint8_t pad2[6];
};
static_assert(sizeof(GuestSubscription) == 48);

struct UnstableSubscription {
  std::uint64_t userdata;
  std::uint8_t tag;  // Eventtype
  std::uint8_t pad[7];
  std::uint64_t identifier;  // Clock: of the guest's choice, not used; else the descriptor, in the low half
  std::uint32_t clock_id;    // the rest: Clock only
  std::uint32_t pad1;
  Timestamp timeout;
  Timestamp precision;
  std::uint16_t flags;
  std::uint8_t pad2[6];
};
static_assert(sizeof(UnstableSubscription) == 56);

struct GuestEvent {
  std::uint64_t userdata;
  Errno error;
  std::uint8_t type;  // Eventtype
  std::uint8_t pad[5];
  Filesize nbytes;
  std::uint16_t flags;  // Eventrwflags
  std::uint8_t pad2[6];
};
static_assert(sizeof(GuestEvent) == 32);

}  // namespace wrt::wasi

// WRT_WASI_TRY(expression): returns the expression's errno from the function if it is a failure.
#define WRT_WASI_TRY(...)                                                          \
  do {                                                                             \
    if (auto wasi_result_ = (__VA_ARGS__); !wasi_result_.has_value()) [[unlikely]] \
      return ::wrt::wasi::Failed{wasi_result_.error()};                            \
  } while (false)
// WRT_WASI_ASSIGN(declaration, expression): as WRT_WASI_TRY, then initialises the declaration with the value.
#define WRT_WASI_CONCAT_(a, b) a##b
#define WRT_WASI_CONCAT(a, b) WRT_WASI_CONCAT_(a, b)
#define WRT_WASI_ASSIGN(declaration, ...) \
  WRT_WASI_ASSIGN_(WRT_WASI_CONCAT(wasi_result_, __LINE__), declaration, __VA_ARGS__)
#define WRT_WASI_ASSIGN_(result, declaration, ...) \
  auto result = (__VA_ARGS__);                     \
  if (!result.has_value()) [[unlikely]]            \
    return ::wrt::wasi::Failed{result.error()};    \
  declaration = std::move(result.value())

namespace wrt::wasi {

// What the macros return: it becomes an Errno or a Fallible, as the function wants.
struct Failed {
  Errno error;
  operator Errno() const { return error; }  // NOLINT: implicit by intent
  template <typename T>
  operator Fallible<T>() const {  // NOLINT: implicit by intent
    return Failure(error);
  }
};

}  // namespace wrt::wasi
