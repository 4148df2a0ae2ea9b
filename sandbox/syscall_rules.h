// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which system calls a process may make while a guest runs in it. Everything that the runtime, the host functions and
// the C library below them do then is a row here, or is refused.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wrt {

enum class Verdict : std::uint8_t {
  Allow,
  Refuse,   // EPERM: nobody is expected to ask, but if somebody does, an error is the right answer
  Unknown,  // ENOSYS: as on an older kernel, for what the C library tries first and can do without
  Kill,     // only an attacker does that; the process ends with SIGSYS
};

// Whether `argument & mask == value`.
struct ArgumentTest {
  std::uint8_t argument = 0;  // 0 to 5
  std::uint64_t mask = 0;
  std::uint64_t value = 0;
};

// Stands in ArgumentTest::value for the id of this process.
inline constexpr std::uint64_t kThisProcess = 0xffff'ffff'ffff'fff0;

struct SyscallRule {
  static constexpr std::size_t kMostTests = 4;

  std::uint32_t number = 0;
  Verdict verdict = Verdict::Refuse;  // if there are no tests, or one of them is true
  std::array<ArgumentTest, kMostTests> tests{};
  std::size_t test_count = 0;
  Verdict otherwise = Verdict::Refuse;
};

// By number, each once. What is between them is decided by default_verdict().
std::span<const SyscallRule> syscall_rules();

// From this number on, system calls are younger than what is refused by an error that a caller might not expect:
// libraries that use them do without where the kernel does not have them.
inline constexpr std::uint32_t kFirstYoung = 424;
// From this number on they are those of x32, whose meanings no rule is about.
inline constexpr std::uint32_t kFirstForeign = 0x4000'0000;

constexpr Verdict default_verdict(std::uint32_t number) {
  if (number >= kFirstForeign) return Verdict::Kill;
  return number >= kFirstYoung ? Verdict::Unknown : Verdict::Refuse;
}

}  // namespace wrt
