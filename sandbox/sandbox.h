// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The second wall around a guest. The first is that compiled code and the host functions hand out nothing that the
// guest was not given; this one is for the day on which one of them is wrong. Before the guest runs, the process takes
// from itself, for good, what it needs no more: files outside of the guest's folders and the network (Landlock), and
// all system calls but those of a running guest (a seccomp filter). What it is to stop, and what not, is written down
// in docs/security.md.
//
// To be raised when everything is compiled, loaded and opened, by the only thread: Landlock confines the thread that
// asks and those it starts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"

namespace wrt {

enum class SandboxMode : std::uint8_t {
  Off,
  Auto,    // what the kernel has
  Strict,  // all that Sandbox::missing could name, or an error
};

// A folder that stays within reach: a directory's descriptor, borrowed.
struct SandboxFolder {
  int fd = -1;
  bool read_only = false;
};

// What raise_sandbox() has done, in words for the user.
struct Sandbox {
  std::vector<std::string> standing;
  std::vector<std::string> missing;  // each with its reason
};

// Confines this process; nothing undoes it. Errors: Unsupported, in strict mode, which names what is missing; what
// could be raised stands even then.
Result<Sandbox> raise_sandbox(SandboxMode mode, std::span<const SandboxFolder> folders);

// The mode where the user names none: strict if the environment's WRT_SANDBOX is `strict`, else auto. The environment
// cannot take a wall away. Errors: Invalid, when the variable has any other value.
Result<SandboxMode> default_sandbox_mode();

}  // namespace wrt
