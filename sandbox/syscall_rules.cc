// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rows stand by what they are for. They were found by reading what is called and by tracing all of the tests; who
// adds a call to a host function or to the runtime adds a row, or the call fails.
//
// What the kernel decides by the content of memory (paths, the argument of openat2) cannot be looked at here: by the
// time it is used another thread may have changed it. Paths are Landlock's.
#include "sandbox/syscall_rules.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace wrt {

namespace {

constexpr std::uint64_t kLowHalf = 0xffff'ffff;  // of arguments whose other half the kernel does not look at
constexpr std::uint64_t kWhole = 0xffff'ffff'ffff'ffff;

constexpr SyscallRule always(Verdict verdict, long number) {
  SyscallRule rule;
  rule.number = static_cast<std::uint32_t>(number);
  rule.verdict = verdict;
  return rule;
}

constexpr SyscallRule allow(long number) {
  return always(Verdict::Allow, number);
}

constexpr SyscallRule kill(long number) {
  return always(Verdict::Kill, number);
}

constexpr SyscallRule allow_if(long number, std::initializer_list<ArgumentTest> any_of,
                               Verdict otherwise = Verdict::Refuse) {
  SyscallRule rule = allow(number);
  for (const ArgumentTest& test : any_of) rule.tests.at(rule.test_count++) = test;
  rule.otherwise = otherwise;
  return rule;
}

constexpr ArgumentTest is(std::uint8_t argument, std::uint64_t value) {
  return {argument, kLowHalf, value};
}

// Threads share everything, and nothing that is shared by all processes is replaced for them.
constexpr std::uint64_t kThread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
constexpr std::uint64_t kNoThread = CLONE_PTRACE | CLONE_VFORK | CLONE_PARENT | CLONE_NEWNS | CLONE_NEWCGROUP |
                                    CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

constexpr SyscallRule kRows[] = {
    // Memory. None becomes executable any more.
    allow_if(SYS_mmap, {{2, PROT_EXEC, 0}}),
    allow_if(SYS_mprotect, {{2, PROT_EXEC, 0}}),
    allow(SYS_munmap),
    allow(SYS_mremap),
    allow(SYS_madvise),
    allow(SYS_brk),

    // Threads, and their locks.
    allow_if(SYS_clone, {{0, kThread | kNoThread, kThread}}, Verdict::Kill),
    allow(SYS_set_robust_list),
    allow(SYS_rseq),
    allow(SYS_futex),
    allow(SYS_sched_yield),
    allow(SYS_sched_getaffinity),
    allow(SYS_gettid),
    allow(SYS_getpid),
    allow(SYS_exit),
    allow(SYS_exit_group),

    // Signals: traps, time limits, abort().
    allow(SYS_rt_sigaction),
    allow(SYS_rt_sigprocmask),
    allow(SYS_rt_sigreturn),
    allow(SYS_sigaltstack),
    allow_if(SYS_tgkill, {is(0, kThisProcess)}),
    allow(SYS_restart_syscall),

    // Clocks. The C library asks the kernel only where it cannot read them itself.
    allow(SYS_clock_gettime),
    allow(SYS_clock_getres),
    allow(SYS_clock_nanosleep),
    allow(SYS_timer_create),
    allow(SYS_timer_settime),
    allow(SYS_timer_delete),

    // Open files.
    allow(SYS_read),
    allow(SYS_write),
    allow(SYS_readv),
    allow(SYS_writev),
    allow(SYS_pread64),
    allow(SYS_pwrite64),
    allow(SYS_preadv),
    allow(SYS_pwritev),
    allow(SYS_lseek),
    allow(SYS_fstat),
    allow(SYS_ftruncate),
    allow(SYS_fallocate),
    allow(SYS_fadvise64),
    allow(SYS_fsync),
    allow(SYS_fdatasync),
    allow(SYS_getdents64),
    allow(SYS_close),
    allow(SYS_ppoll),
    allow_if(SYS_fcntl, {is(1, F_GETFL), is(1, F_SETFL), is(1, F_DUPFD_CLOEXEC)}),
    allow_if(SYS_ioctl, {is(1, FIONREAD), is(1, TCGETS), is(1, TCGETS2)}),

    // Paths.
    allow(SYS_openat),
    allow(SYS_openat2),
    allow(SYS_newfstatat),
    allow(SYS_readlinkat),
    allow(SYS_utimensat),
    allow(SYS_mkdirat),
    allow(SYS_unlinkat),
    allow(SYS_renameat),
    allow(SYS_linkat),
    allow(SYS_symlinkat),

    // Sockets that the guest was given. sendto is send(), to nobody but the peer.
    allow(SYS_accept4),
    allow(SYS_recvfrom),
    allow(SYS_recvmsg),
    allow_if(SYS_sendto, {{4, kWhole, 0}}),
    allow(SYS_sendmsg),
    allow(SYS_shutdown),
    allow(SYS_getsockopt),

    // The rest.
    allow(SYS_getrandom),

    // Other programs and processes.
    kill(SYS_execve),
    kill(SYS_execveat),
    kill(SYS_ptrace),
    kill(SYS_process_vm_readv),
    kill(SYS_process_vm_writev),
    kill(SYS_pidfd_getfd),
    kill(SYS_process_madvise),

    // Privileges, namespaces and what is mounted.
    kill(SYS_unshare),
    kill(SYS_setns),
    kill(SYS_chroot),
    kill(SYS_pivot_root),
    kill(SYS_mount),
    kill(SYS_umount2),
    kill(SYS_open_tree),
    kill(SYS_move_mount),
    kill(SYS_fsopen),
    kill(SYS_fsconfig),
    kill(SYS_fsmount),
    kill(SYS_fspick),
    kill(SYS_mount_setattr),
    kill(SYS_open_by_handle_at),
    kill(SYS_personality),

    // Doors into the kernel.
    kill(SYS_bpf),
    kill(SYS_perf_event_open),
    kill(SYS_userfaultfd),
    kill(SYS_io_uring_setup),
    kill(SYS_io_uring_enter),
    kill(SYS_io_uring_register),
    kill(SYS_keyctl),
    kill(SYS_add_key),
    kill(SYS_request_key),
    kill(SYS_init_module),
    kill(SYS_finit_module),
    kill(SYS_delete_module),
    kill(SYS_kexec_load),
    kill(SYS_kexec_file_load),
    kill(SYS_reboot),
    kill(SYS_swapon),
    kill(SYS_swapoff),

#ifdef __x86_64__
    // What this architecture has besides.
    allow(SYS_poll),
    kill(SYS_fork),
    kill(SYS_vfork),
    kill(SYS_modify_ldt),
    kill(SYS_iopl),
    kill(SYS_ioperm),
#endif
};

constexpr std::array<SyscallRule, std::size(kRows)> kRules = [] {
  std::array<SyscallRule, std::size(kRows)> rules = std::to_array(kRows);
  std::ranges::sort(rules, {}, &SyscallRule::number);
  return rules;
}();

static_assert(std::ranges::adjacent_find(kRules, {}, &SyscallRule::number) == kRules.end(), "a call has two rows");

}  // namespace

std::span<const SyscallRule> syscall_rules() {
  return kRules;
}

}  // namespace wrt
