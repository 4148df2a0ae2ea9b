// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Putting a file in another one's place, so that whoever opens the path finds the old content or the new one, whole,
// and whoever has the old one mapped keeps it. Artefacts are written no other way: code that runs must not change.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <fcntl.h>

#include "lib/support/result.h"

namespace wrt {

// Writes `content` to a new file beside `path` and renames it. `mode` is subject to the umask. With `durable` the
// content is on the disk before the name is. Nothing is left behind by a failure; a process that is killed may leave a
// file named PATH.*.tmp. A relative path counts from the open directory `folder`. Errors: Io, in the system's words.
Result<> replace_file(const std::string& path, std::span<const std::uint8_t> content, unsigned mode, bool durable,
                      int folder = AT_FDCWD);

}  // namespace wrt
