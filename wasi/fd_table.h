// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The guest's file descriptors. A guest's number is an index into this table and has nothing to do with the host's;
// what is not in the table does not exist for the guest. Every descriptor carries rights, as preview 1 wants them, and
// a mark when it lies below a directory that was given for reading only.
//
// Once a guest has started threads they share this table. A descriptor that one of them closes while another is in a
// call on it lives until that call is over, as a kernel does it. A guest of one thread pays for none of that: there is
// no lock before share().
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "wasi/types.h"
#include "wasi/unique_fd.h"

namespace wrt::wasi {

// Where guests begin to look for preopened directories.
inline constexpr Fd kFirstPreopen = 3;

// The entries of a directory that were read from the host since the guest last began at its start (wasi/readdir.cc).
struct DirectoryStream {
  std::vector<std::byte> records;     // as the host wrote them, one behind the other
  std::vector<std::uint32_t> starts;  // of each record
  bool is_complete = false;
};

// What is neither atomic nor guarded by `mutex` does not change once the descriptor is in a table.
struct Descriptor {
  int host = -1;
  UniqueFd owned;  // `host`, unless it is one of the runtime's own standard streams: those are never closed
  Filetype type = Filetype::Unknown;
  std::atomic<Flags> flags = 0;  // Fdflags
  std::atomic<Rights> base = 0;
  std::atomic<Rights> inheriting = 0;
  bool read_only = false;                   // nothing below this directory, or in this file, may be changed
  std::optional<std::string> preopen_name;  // the guest's name of a preopened directory
  // Held by calls that change this descriptor: its flags, its rights, the stream.
  std::mutex mutex;
  std::unique_ptr<DirectoryStream> stream;
  std::atomic<std::size_t> stream_bytes = 0;  // what the stream holds

  bool is_borrowed() const { return !owned; }
  // Again, if this is a standard stream that the guest does not want to wait for, and the host would: `events` are
  // those of poll(2). The host's file itself is not switched, since others have it too.
  Errno check_ready(short events) const {
    if ((flags & Fdflags::Nonblock) == 0) [[likely]]
      return Errno::Success;
    return poll_once(events);
  }

 private:
  Errno poll_once(short events) const;
};

// For one thread; thread-safe behind share().
class FdTable {
 public:
  // Holds at most `limit` descriptors.
  explicit FdTable(std::size_t limit);

  // From here on several threads may use the table. Called while only one does, as often as it likes.
  void share();

  // The descriptor, valid until it is closed and `holder`, which is touched only behind share(), is changed. Errors:
  // Badf; Notcapable when it lacks one of `rights`.
  Fallible<Descriptor*> find(Fd fd, Rights rights, std::shared_ptr<Descriptor>& holder) const {
    if (mutex_ == nullptr) [[likely]]
      return look_up(fd, rights);
    return find_shared(fd, rights, holder);
  }
  // The same for whoever wants to own it: without regard to what it costs.
  Fallible<std::shared_ptr<Descriptor>> hold(Fd fd, Rights rights = 0) const;
  // Takes the lowest free number. Error: Mfile.
  Fallible<Fd> insert(std::unique_ptr<Descriptor> descriptor);
  bool is_full() const;
  // What all directory streams hold, in bytes.
  std::size_t stream_bytes() const;
  // Error: Badf. The host's descriptor is closed if it is owned.
  Errno close(Fd fd);
  // Moves `from` to the number `to`, closing what was there. Both must be open (Badf).
  Errno renumber(Fd from, Fd to);
  // Calls `visit` with each open descriptor, in the order of their numbers.
  template <typename Visitor>
  void for_each(Visitor visit) const {
    const std::unique_lock<std::mutex> guard = lock();
    for (const std::shared_ptr<Descriptor>& each : entries_) {
      if (each != nullptr) visit(*each);
    }
  }

 private:
  static constexpr std::size_t kWordBits = 64;
  void mark_used(std::size_t index);
  void mark_free(std::size_t index);
  std::size_t lowest_free() const;
  std::unique_lock<std::mutex> lock() const {
    return mutex_ == nullptr ? std::unique_lock<std::mutex>() : std::unique_lock(*mutex_);
  }
  // Precondition: the table is locked, if it has a lock.
  Fallible<Descriptor*> look_up(Fd fd, Rights rights) const {
    if (fd >= entries_.size() || entries_[fd] == nullptr) [[unlikely]]
      return Failure(Errno::Badf);
    Descriptor* descriptor = entries_[fd].get();
    if ((rights & ~descriptor->base) != 0) [[unlikely]]
      return Failure(Errno::Notcapable);
    return descriptor;
  }
  Fallible<Descriptor*> find_shared(Fd fd, Rights rights, std::shared_ptr<Descriptor>& holder) const;

  std::size_t limit_;
  std::unique_ptr<std::mutex> mutex_;  // null before share()
  std::vector<std::shared_ptr<Descriptor>> entries_;
  // One bit per number that is free, and one per word of `free_` that is not zero: finding the lowest is two scans
  // for a bit, whatever the number of descriptors.
  std::vector<std::uint64_t> free_;
  std::vector<std::uint64_t> free_words_;
};

// What is done with a file of that type at all. A descriptor gets the part of it that was asked for.
Rights rights_of_type(Filetype type);
bool is_socket(Filetype type);
// The rights that files opened below a directory can have.
inline constexpr Rights kInheritable = Right::All;

}  // namespace wrt::wasi
