// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CacheFolder: the folder in which compiled code is kept, one file for each key. What lies in it is run, so the folder
// and each file must belong to the user, and nobody else may be able to write to them; whatever is not so is not
// touched. Everything is done through the open folder, and a file is judged by its open descriptor: a name that changes
// its meaning in between changes nothing.
//
// Any number of processes may use a folder at once. A file appears under its name whole or not at all.
#pragma once

#include <cstdint>
#include <ctime>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "runtime/file_descriptor.h"

namespace wrt {

// Why the cache cannot give or take something. None of these keeps a program from running.
struct CacheProblem {
  enum class Kind : std::uint8_t {
    Missing,    // there is no such folder or file
    Failed,     // the system refuses
    Untrusted,  // somebody else may have written it
  };
  Kind kind = Kind::Missing;
  std::string message;  // "it belongs to another user"
};

template <typename T = void>
using CacheResult = std::expected<T, CacheProblem>;

class CacheFolder {
 public:
  struct Entry {
    std::string name;
    std::uint64_t bytes = 0;
    std::time_t last_use = 0;  // an hour too early at most
  };

  static CacheResult<CacheFolder> open(const std::string& path);
  // The same; makes the folder, and those that it lies in, if they are missing. Only the user can look into new ones.
  static CacheResult<CacheFolder> make(const std::string& path);

  // Opens a file for reading; with `use` it counts as used now.
  CacheResult<FileDescriptor> open_entry(const std::string& name, bool use) const;
  // The absolute path of a file, if nobody but the user and the administrator can make it lead to another file; else
  // empty. Debuggers find code that the dynamic loader has mapped by such a path.
  std::string stable_path(const std::string& name) const { return path_.empty() ? path_ : path_ + '/' + name; }
  // Puts a file in place, after it has made room: files that were not used for longest are removed until all together
  // take at most `max_bytes`, and so is what killed processes have left.
  CacheResult<> write_entry(const std::string& name, std::span<const std::uint8_t> content,
                            std::uint64_t max_bytes) const;
  // Removes a file; false if the system refuses.
  bool remove_entry(const std::string& name) const;
  // The files, least recently used first.
  CacheResult<std::vector<Entry>> list() const;
  // Removes all files, temporary ones included. Returns those that were entries.
  CacheResult<std::vector<Entry>> clear() const;

  // Takes the folder's lock, which one process has at a time, until this object is gone. False if another has it, or
  // the system has none. Nothing above needs it.
  bool try_lock() const;

  // Whether a file of that name is one of the cache's: "<64 hexadecimal digits>.so". Others are left alone.
  static bool is_entry_name(std::string_view name);

 private:
  struct Content {
    std::vector<Entry> entries;
    std::vector<Entry> temporaries;
  };
  CacheFolder(FileDescriptor folder, std::string path) : folder_(std::move(folder)), path_(std::move(path)) {}
  CacheResult<Content> read_content() const;
  CacheResult<> make_room(std::uint64_t bytes, std::uint64_t max_bytes) const;

  FileDescriptor folder_;
  std::string path_;  // of the folder; empty if it is not stable
};

}  // namespace wrt
