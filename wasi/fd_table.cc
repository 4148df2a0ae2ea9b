// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FdTable: a vector of descriptors and a bitmap of two levels that knows the lowest free number. Nothing that may block
// happens under its lock: the host's descriptors are closed behind it.

#include "wasi/fd_table.h"

#include <poll.h>

#include <bit>
#include <utility>

#include "wasi/errno.h"

namespace wrt::wasi {

FdTable::FdTable(std::size_t limit)
    : limit_(limit),
      free_((limit + kWordBits - 1) / kWordBits),
      free_words_((free_.size() + kWordBits - 1) / kWordBits) {
  for (std::size_t i = 0; i < limit; ++i) mark_free(i);
}

void FdTable::mark_used(std::size_t index) {
  std::uint64_t& word = free_[index / kWordBits];
  word &= ~(std::uint64_t{1} << (index % kWordBits));
  std::size_t word_index = index / kWordBits;
  if (word == 0) free_words_[word_index / kWordBits] &= ~(std::uint64_t{1} << (word_index % kWordBits));
}

void FdTable::mark_free(std::size_t index) {
  std::size_t word_index = index / kWordBits;
  free_[word_index] |= std::uint64_t{1} << (index % kWordBits);
  free_words_[word_index / kWordBits] |= std::uint64_t{1} << (word_index % kWordBits);
}

std::size_t FdTable::lowest_free() const {
  for (std::size_t i = 0; i < free_words_.size(); ++i) {
    if (free_words_[i] == 0) continue;
    std::size_t word = i * kWordBits + static_cast<std::size_t>(std::countr_zero(free_words_[i]));
    return word * kWordBits + static_cast<std::size_t>(std::countr_zero(free_[word]));
  }
  return limit_;
}

Errno Descriptor::poll_once(short events) const {
  if (!is_borrowed()) return Errno::Success;
  pollfd poll{host, events, 0};
  int ready = retry_interrupted([&] { return ::poll(&poll, 1, 0); });
  return ready == 0 ? Errno::Again : Errno::Success;
}

void FdTable::share() {
  if (mutex_ == nullptr) mutex_ = std::make_unique<std::mutex>();
}

Fallible<Descriptor*> FdTable::find_shared(Fd fd, Rights rights, std::shared_ptr<Descriptor>& holder) const {
  const std::lock_guard guard(*mutex_);
  Fallible<Descriptor*> found = look_up(fd, rights);
  if (found.has_value()) holder = entries_[fd];
  return found;
}

Fallible<std::shared_ptr<Descriptor>> FdTable::hold(Fd fd, Rights rights) const {
  const std::unique_lock<std::mutex> guard = lock();
  WRT_WASI_TRY(look_up(fd, rights));
  return entries_[fd];
}

bool FdTable::is_full() const {
  const std::unique_lock<std::mutex> guard = lock();
  return lowest_free() >= limit_;
}

Fallible<Fd> FdTable::insert(std::unique_ptr<Descriptor> descriptor) {
  const std::unique_lock<std::mutex> guard = lock();
  std::size_t index = lowest_free();
  if (index >= limit_) return Failure(Errno::Mfile);
  if (index >= entries_.size()) entries_.resize(index + 1);
  entries_[index] = std::move(descriptor);
  mark_used(index);
  return static_cast<Fd>(index);
}

std::size_t FdTable::stream_bytes() const {
  std::size_t bytes = 0;
  for_each([&bytes](const Descriptor& each) { bytes += each.stream_bytes; });
  return bytes;
}

Errno FdTable::close(Fd fd) {
  std::shared_ptr<Descriptor> closed;  // destroyed behind the lock
  const std::unique_lock<std::mutex> guard = lock();
  WRT_WASI_TRY(look_up(fd, 0));
  closed = std::move(entries_[fd]);
  mark_free(fd);
  return Errno::Success;
}

Errno FdTable::renumber(Fd from, Fd to) {
  std::shared_ptr<Descriptor> replaced;  // destroyed behind the lock
  const std::unique_lock<std::mutex> guard = lock();
  WRT_WASI_TRY(look_up(from, 0));
  WRT_WASI_TRY(look_up(to, 0));
  if (from == to) return Errno::Success;
  replaced = std::exchange(entries_[to], std::move(entries_[from]));
  mark_free(from);
  return Errno::Success;
}

bool is_socket(Filetype type) {
  return type == Filetype::SocketStream || type == Filetype::SocketDgram;
}

Rights rights_of_type(Filetype type) {
  constexpr Rights kAny = Right::FdFdstatSetFlags | Right::FdFilestatGet | Right::PollFdReadwrite;
  constexpr Rights kStream =
      kAny | Right::FdRead | Right::FdWrite | Right::FdSync | Right::FdDatasync | Right::FdFilestatSetTimes;
  constexpr Rights kSeekable = kStream | Right::FdSeek | Right::FdTell;
  constexpr Rights kRegular = kSeekable | Right::FdAdvise | Right::FdAllocate | Right::FdFilestatSetSize;
  constexpr Rights kDirectory = kAny | Right::FdSync | Right::FdDatasync | Right::FdFilestatSetTimes |
                                Right::FdReaddir | Right::PathCreateDirectory | Right::PathCreateFile |
                                Right::PathLinkSource | Right::PathLinkTarget | Right::PathOpen | Right::PathReadlink |
                                Right::PathRenameSource | Right::PathRenameTarget | Right::PathFilestatGet |
                                Right::PathFilestatSetSize | Right::PathFilestatSetTimes | Right::PathSymlink |
                                Right::PathRemoveDirectory | Right::PathUnlinkFile;
  switch (type) {
    case Filetype::Directory: return kDirectory;
    case Filetype::RegularFile: return kRegular;
    case Filetype::BlockDevice:
    case Filetype::CharacterDevice: return kSeekable;
    case Filetype::SocketDgram:
    case Filetype::SocketStream: return kStream | Right::SockShutdown | Right::SockAccept;
    case Filetype::Unknown:
    case Filetype::SymbolicLink: return kStream;
  }
  return kStream;
}

}  // namespace wrt::wasi
