// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The wall that seccomp makes: a program that the kernel runs at each system call, for all threads of the process. It
// is made of the rules of sandbox/syscall_rules.h by a binary search over the numbers of the calls.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

namespace wrt {

// The program for a process whose id is `process`, the only one that it may send signals to.
std::vector<sock_filter> make_syscall_filter(std::uint32_t process);

// Installs it. Returns 0, or what errno was. Needs no_new_privs.
int install_syscall_filter();

}  // namespace wrt
