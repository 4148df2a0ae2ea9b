// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The filter of system calls, run as the kernel would: whether each number gets what the rules say.
#include "sandbox/syscall_filter.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <catch2/catch.hpp>

#include "sandbox/syscall_rules.h"

namespace wrt {
namespace {

constexpr std::uint32_t kProcess = 1234;
#ifdef __x86_64__
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
constexpr std::uint32_t kOtherArchitecture = AUDIT_ARCH_I386;
#else
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t kOtherArchitecture = AUDIT_ARCH_ARM;
#endif

constexpr std::uint32_t kRefused = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t kUnknown = SECCOMP_RET_ERRNO | ENOSYS;

// The instructions that the filter is made of.
std::uint32_t run(const std::vector<sock_filter>& program, const seccomp_data& data) {
  std::uint32_t accumulator = 0;
  for (std::size_t at = 0; at < program.size(); ++at) {
    const sock_filter& each = program[at];
    switch (each.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        REQUIRE(each.k + sizeof accumulator <= sizeof data);
        std::memcpy(&accumulator, reinterpret_cast<const char*>(&data) + each.k, sizeof accumulator);
        break;
      case BPF_ALU | BPF_AND | BPF_K: accumulator &= each.k; break;
      case BPF_JMP | BPF_JEQ | BPF_K: at += accumulator == each.k ? each.jt : each.jf; break;
      case BPF_JMP | BPF_JGE | BPF_K: at += accumulator >= each.k ? each.jt : each.jf; break;
      case BPF_RET | BPF_K: return each.k;
      default: FAIL("unexpected instruction " << each.code);
    }
  }
  FAIL("runs off the end");
  return 0;
}

std::uint32_t answer_to(long number, std::array<std::uint64_t, 6> arguments = {},
                        std::uint32_t architecture = kArchitecture) {
  static const std::vector<sock_filter> kProgram = make_syscall_filter(kProcess);
  seccomp_data data{};
  data.nr = static_cast<int>(number);
  data.arch = architecture;
  std::ranges::copy(arguments, data.args);
  return run(kProgram, data);
}

std::uint32_t answer_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Allow: return SECCOMP_RET_ALLOW;
    case Verdict::Refuse: return kRefused;
    case Verdict::Unknown: return kUnknown;
    case Verdict::Kill: break;
  }
  return SECCOMP_RET_KILL_PROCESS;
}

TEST_CASE("The filter gives each call without conditions the verdict of its row, and all others the default") {
  constexpr std::uint32_t kBeyondAll = 1000;
  std::size_t rows = 0;
  for (std::uint32_t number = 0; number < kBeyondAll; ++number) {
    const auto row = std::ranges::find(syscall_rules(), number, &SyscallRule::number);
    const bool has_row = row != syscall_rules().end();
    rows += has_row ? 1 : 0;
    if (has_row && row->test_count > 0) continue;
    CAPTURE(number);
    CHECK(answer_to(number) == answer_of(has_row ? row->verdict : default_verdict(number)));
  }
  CHECK(rows == syscall_rules().size());
}

TEST_CASE("The filter kills what comes from another architecture or by numbers of another ABI") {
  CHECK(answer_to(SYS_read) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_read, {}, kOtherArchitecture) == SECCOMP_RET_KILL_PROCESS);
  CHECK(answer_to(0x4000'0000 | SYS_read) == SECCOMP_RET_KILL_PROCESS);
  CHECK(answer_to(0x3fff'ffff) == kUnknown);
  CHECK(answer_to(-1) == SECCOMP_RET_KILL_PROCESS);
}

TEST_CASE("The filter lets no memory become executable") {
  CHECK(answer_to(SYS_mmap, {0, 4096, PROT_READ | PROT_WRITE}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC}) == kRefused);
  CHECK(answer_to(SYS_mprotect, {0, 4096, PROT_READ}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_mprotect, {0, 4096, PROT_EXEC | 0x0100'0000}) == kRefused);
}

TEST_CASE("The filter lets threads be made, and no processes or namespaces") {
  constexpr std::uint64_t kThread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
  CHECK(answer_to(SYS_clone, {kThread | CLONE_SYSVSEM | CLONE_SETTLS}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_clone, {SIGCHLD}) == SECCOMP_RET_KILL_PROCESS);
  CHECK(answer_to(SYS_clone, {CLONE_VM | CLONE_VFORK | SIGCHLD}) == SECCOMP_RET_KILL_PROCESS);
  CHECK(answer_to(SYS_clone, {kThread | CLONE_NEWNET}) == SECCOMP_RET_KILL_PROCESS);
  CHECK(answer_to(SYS_clone3) == kUnknown);
}

TEST_CASE("The filter looks at whole pointers, and at the half of a number that the kernel looks at") {
  CHECK(answer_to(SYS_sendto, {0, 0, 1, 0, 0, 0}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_sendto, {0, 0, 1, 0, 1, 16}) == kRefused);
  CHECK(answer_to(SYS_sendto, {0, 0, 1, 0, std::uint64_t{1} << 32, 16}) == kRefused);
  CHECK(answer_to(SYS_tgkill, {kProcess, 99, SIGABRT}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_tgkill, {kProcess + 1, 99, SIGABRT}) == kRefused);
  CHECK(answer_to(SYS_tgkill, {kProcess | (std::uint64_t{1} << 32), 99, SIGABRT}) == SECCOMP_RET_ALLOW);
}

TEST_CASE("The filter tries all conditions of a call") {
  CHECK(answer_to(SYS_fcntl, {3, F_GETFL}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_fcntl, {3, F_DUPFD_CLOEXEC}) == SECCOMP_RET_ALLOW);
  CHECK(answer_to(SYS_fcntl, {3, F_SETOWN}) == kRefused);
}

}  // namespace
}  // namespace wrt
