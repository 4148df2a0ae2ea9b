// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Raises the walls, outermost first: each call that raises one is allowed by those that stand already.
#include "sandbox/sandbox.h"

#include <sys/prctl.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lib/support/sanitizer.h"
#include "sandbox/landlock.h"
#include "sandbox/syscall_filter.h"

namespace wrt {

namespace {

// The kernel asks for it before a process without privileges may confine itself; and it is a wall of its own, because
// no program with set-user-ID bit gives privileges any more. Linux has it since 3.5, without a way to fail.
bool renounce_privileges() {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

void raise_walls(std::span<const SandboxFolder> folders, Sandbox& sandbox) {
  // A sanitizer's runtime starts processes and traces this one.
  if (kSanitized) {
    sandbox.missing.emplace_back("all walls (this wrt was built with a sanitizer)");
    return;
  }
  if (!renounce_privileges()) {
    sandbox.missing.push_back(fmt::format("all walls (no_new_privs: {})", std::strerror(errno)));
    return;
  }
  confine_by_landlock(folders, sandbox);
  if (const int error = install_syscall_filter(); error == 0) {
    sandbox.standing.emplace_back("system calls (seccomp)");
  } else {
    sandbox.missing.push_back(fmt::format("system calls (seccomp: {})", std::strerror(error)));
  }
}

}  // namespace

Result<Sandbox> raise_sandbox(SandboxMode mode, std::span<const SandboxFolder> folders) {
  Sandbox sandbox;
  if (mode == SandboxMode::Off) return sandbox;
  raise_walls(folders, sandbox);
  if (mode == SandboxMode::Strict && !sandbox.missing.empty()) {
    return fail(ErrorKind::Unsupported,
                fmt::format("the strict sandbox cannot be had here, missing: {}", fmt::join(sandbox.missing, ", ")));
  }
  return sandbox;
}

Result<SandboxMode> default_sandbox_mode() {
  const char* const setting = std::getenv("WRT_SANDBOX");
  const std::string_view word = setting == nullptr ? "" : setting;
  if (word.empty()) return SandboxMode::Auto;
  if (word == "strict") return SandboxMode::Strict;
  return fail(ErrorKind::Invalid, "the environment's WRT_SANDBOX can only be strict");
}

}  // namespace wrt
