// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From rules to a program of the kernel's classic packet filter: load the number, halve the range of numbers by
// comparisons until one verdict or one call is left, test its arguments, return.
//
// FAST: libseccomp would do it in 0.20 to 0.35 ms at each start. Ours takes some microseconds, and a search that is
// seven comparisons deep is cheap for the kernel as well, which tries every number once when a filter is installed, to
// let through at once what is always allowed.
#include "sandbox/syscall_filter.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <span>

#include "lib/support/check.h"
#include "sandbox/syscall_rules.h"

namespace wrt {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "which calls are allowed is not known for this architecture"
#endif

using Program = std::vector<sock_filter>;

std::uint32_t answer(Verdict verdict) {
  switch (verdict) {
    case Verdict::Allow: return SECCOMP_RET_ALLOW;
    case Verdict::Refuse: return SECCOMP_RET_ERRNO | EPERM;
    case Verdict::Unknown: return SECCOMP_RET_ERRNO | ENOSYS;
    case Verdict::Kill: break;
  }
  return SECCOMP_RET_KILL_PROCESS;
}

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

sock_filter give(Verdict verdict) {
  return BPF_STMT(BPF_RET | BPF_K, answer(verdict));
}

// Skips so many instructions unless what is loaded equals `value`.
sock_filter unless_equal(std::uint32_t value, std::uint8_t skip) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip);
}

// Numbers from `first` on, up to the next range, that share what follows: a row with tests alone, or a verdict.
struct Range {
  std::uint32_t first = 0;
  Verdict verdict = Verdict::Refuse;
  const SyscallRule* tested = nullptr;
};

class FilterWriter {
 public:
  explicit FilterWriter(std::uint32_t process) : process_(process) {}

  Program write() {
    make_ranges();
    program_ = {load(offsetof(seccomp_data, arch)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
                give(Verdict::Kill), load(offsetof(seccomp_data, nr))};
    write_search(ranges_);
    return std::move(program_);
  }

 private:
  void make_ranges() {
    ranges_.push_back({0, default_verdict(0)});
    std::uint32_t next = 0;  // the first number that no range was chosen for
    for (const SyscallRule& rule : syscall_rules()) {
      add_defaults(next, rule.number);
      add({rule.number, rule.verdict, rule.test_count > 0 ? &rule : nullptr});
      next = rule.number + 1;
    }
    add_defaults(next, kFirstForeign);
    add({kFirstForeign, default_verdict(kFirstForeign)});
  }

  // The numbers from `begin` up to `end`, which have no row.
  void add_defaults(std::uint32_t begin, std::uint32_t end) {
    if (begin < end) add({begin, default_verdict(begin)});
    if (begin < kFirstYoung && kFirstYoung < end) add({kFirstYoung, default_verdict(kFirstYoung)});
  }

  void add(const Range& range) {
    Range& last = ranges_.back();
    if (range.first == last.first) {
      last = range;
    } else if (range.verdict != last.verdict || range.tested != nullptr || last.tested != nullptr) {
      ranges_.push_back(range);
    }
  }

  void write_search(std::span<const Range> ranges) {
    if (ranges.size() == 1) return write_range(ranges.front());
    const std::size_t half = ranges.size() / 2;
    const std::size_t jump = program_.size();
    program_.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ranges[half].first, 0, 0));
    write_search(ranges.first(half));
    const std::size_t distance = program_.size() - jump - 1;
    WRT_CHECK(distance <= UINT8_MAX);
    program_[jump].jt = static_cast<std::uint8_t>(distance);
    write_search(ranges.subspan(half));
  }

  void write_range(const Range& range) {
    if (range.tested == nullptr) return program_.push_back(give(range.verdict));
    for (std::size_t i = 0; i < range.tested->test_count; ++i) write_test(range.tested->tests[i], range.verdict);
    program_.push_back(give(range.tested->otherwise));
  }

  // Gives `verdict` if the test is true, and goes on behind it if not.
  void write_test(const ArgumentTest& test, Verdict verdict) {
    const std::uint64_t value = test.value == kThisProcess ? process_ : test.value;
    const std::size_t low = offsetof(seccomp_data, args) + test.argument * sizeof(std::uint64_t);
    const auto write_half = [&](std::size_t offset, std::uint64_t mask, std::uint64_t half, std::uint8_t skip) {
      program_.push_back(load(offset));
      program_.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, static_cast<std::uint32_t>(mask)));
      program_.push_back(unless_equal(static_cast<std::uint32_t>(half), skip));
    };
    const bool has_high = test.mask >> 32 != 0;
    write_half(low, test.mask, value, has_high ? 4 : 1);
    if (has_high) write_half(low + sizeof(std::uint32_t), test.mask >> 32, value >> 32, 1);
    program_.push_back(give(verdict));
  }

  std::uint32_t process_;
  std::vector<Range> ranges_;
  Program program_;
};

}  // namespace

std::vector<sock_filter> make_syscall_filter(std::uint32_t process) {
  return FilterWriter(process).write();
}

int install_syscall_filter() {
  std::vector<sock_filter> filter = make_syscall_filter(static_cast<std::uint32_t>(getpid()));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  // Old kernels slow all code of filtered processes down, against readers of their own memory by speculation. We are
  // not filtered because we do not trust our process with its memory, so that is not asked for.
  const unsigned long flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  const long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (result > 0) return EBUSY;  // the id of a thread that has a filter of its own
  return result == 0 ? 0 : errno;
}

}  // namespace wrt
