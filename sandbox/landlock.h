// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walls that Landlock makes (Linux 5.13 and later): rules about files, about TCP (6.7), and about signals and
// abstract sockets (6.12). They hold whatever call a file is reached by, and for descriptors of directories, too: a
// rule is about where a file lies. Files that are open already stay usable.
#pragma once

#include <span>

#include "sandbox/sandbox.h"

namespace wrt {

// Confines this thread, and those that it starts, to `folders`, and says in `sandbox` what stands and what does not.
// Only the rules about files can be missing: the others are a second lock on what the filter of system calls forbids.
// Needs no_new_privs.
void confine_by_landlock(std::span<const SandboxFolder> folders, Sandbox& sandbox);

}  // namespace wrt
