// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Path resolution: the border between a guest and the host's file system. Every path of a guest is resolved beneath
// the directory that its descriptor stands for, and cannot lead out of it: not by "..", not by a leading slash, not by
// symbolic links however nested, not by the magic links of /proc, and not by renames that happen meanwhile.
//
// Errors of all functions, besides the host's: Notcapable when the path leads (or would lead) out, Inval when it holds
// a NUL, Nametoolong beyond 4095 bytes, Noent when it is empty.
#pragma once

#include <sys/types.h>

#include <string>

#include "wasi/types.h"
#include "wasi/unique_fd.h"

namespace wrt::wasi {

enum class Resolution : std::uint8_t {
  Kernel,  // openat2(2) with RESOLVE_BENEATH, since Linux 5.6
  Walk,    // our own walk, a component at a time
};

// Kernel if the system has openat2 (and lets us use it).
Resolution best_resolution();

struct OpenHow {
  int flags = 0;  // of open(2); O_CLOEXEC and O_NOFOLLOW are added
  mode_t mode = 0;
  bool follow = true;  // a symbolic link at the end
};

// Opens `path` beneath the directory `root`. The result is never 0, 1 or 2.
Fallible<UniqueFd> open_beneath(int root, const std::string& path, const OpenHow& how, Resolution resolution);

// An entry of a directory, which need not exist: what mkdirat and its like take.
struct Entry {
  int directory = -1;
  UniqueFd owned;    // `directory`, unless that is the root itself
  std::string name;  // one component, neither "." nor ".."; with one slash behind it if the path had any
};

// Resolves all but the last component of `path`. If that is "." or "..", which is no entry that could be made or
// removed, the error is `when_dots` (or Notcapable, or whatever the directory cannot be opened for).
Fallible<Entry> find_entry(int root, const std::string& path, Errno when_dots, Resolution resolution);
// The entry that `path` leads to when symbolic links at its end are followed as well.
Fallible<Entry> find_followed_entry(int root, const std::string& path, Errno when_dots);

}  // namespace wrt::wasi
