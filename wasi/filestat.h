// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the host says of a file, in WASI's structures, and the times that a guest sets in the host's.
#pragma once

#include <sys/stat.h>

#include <array>

#include "wasi/context.h"

namespace wrt::wasi {

// The file type. `fd` is an open descriptor of it that tells which kind of socket it is, or -1.
Filetype filetype_of(mode_t mode, int fd);
// Writes a filestat, in the layout of the call's ABI. Inode and device numbers are the host's. `fd` as above.
Errno write_filestat(const Call& call, Pointer to, const struct stat& host, int fd);

// For futimens: access and modification time, each given, now, or left alone. Error: Inval for contradicting or
// unknown flags.
Fallible<std::array<timespec, 2>> to_times(Timestamp atim, Timestamp mtim, Flags fst_flags);

}  // namespace wrt::wasi
