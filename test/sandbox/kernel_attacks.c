// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attacks by way of the kernel: executable memory, privileges, namespaces, and interfaces that have had holes. Many of
// them need privileges to succeed where no wall stands, or get nothing to work on: what is tested is who refuses.
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "test/sandbox/attack.h"

enum { kPage = 4096 };

static long mapped(void* address) {
  return address == MAP_FAILED ? -1 : 0;
}

static long map_executable(void) {
  return mapped(mmap(NULL, kPage, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static long map_only_executable(void) {
  return mapped(mmap(NULL, kPage, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static void* some_memory(void) {
  return mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static long map_memory(void) {
  return mapped(some_memory());
}
static long protect_executable(void) {
  return mprotect(some_memory(), kPage, PROT_READ | PROT_EXEC);
}

static long protect_executable_by_key(void) {
  return syscall(SYS_pkey_mprotect, some_memory(), kPage, PROT_READ | PROT_EXEC, -1);
}

static long memory_file(void) {
  return syscall(SYS_memfd_create, "attack", 0);
}
static long become_root(void) {
  return setresuid(0, 0, 0);
}
static long change_personality(void) {
  return personality(READ_IMPLIES_EXEC);
}
static long unshare_user(void) {
  return unshare(CLONE_NEWUSER);
}
static long enter_namespace(void) {
  return setns(STDERR_FILENO, CLONE_NEWNET);
}
static long change_root(void) {
  return chroot(path_in("ATTACK_OUTSIDE", "."));
}
static long swap_root(void) {
  return syscall(SYS_pivot_root, ".", ".");
}
static long mount_tmpfs(void) {
  return mount("none", "/nowhere", "tmpfs", 0, NULL);
}
static long unmount(void) {
  return umount2("/nowhere", 0);
}
static long open_by_handle(void) {
  return syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY);
}
static long load_bpf(void) {
  return syscall(SYS_bpf, 0, NULL, 0);
}
static long open_perf_event(void) {
  return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}
static long make_userfaultfd(void) {
  return syscall(SYS_userfaultfd, 0);
}
static long make_io_uring(void) {
  return syscall(SYS_io_uring_setup, 1, NULL);
}
static long ask_keyring(void) {
  return syscall(SYS_keyctl, 0, -1, 0, 0, 0);
}
static long add_key(void) {
  return syscall(SYS_add_key, "user", "wrt", "x", 1, -1);
}
static long load_module(void) {
  return syscall(SYS_finit_module, -1, "", 0);
}
static long load_kernel(void) {
  return syscall(SYS_kexec_load, 0, 0, NULL, 0);
}
static long name_host(void) {
  return syscall(SYS_sethostname, "", -1);
}
static long become_undumpable(void) {
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
static long filter_again(void) {
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &(uint32_t){SECCOMP_RET_KILL});
}
static long future_call(void) {
  return syscall(900);
}

#ifdef __x86_64__
static long call_x32(void) {
  return syscall(0x40000000 | SYS_getpid);
}

// getpid, by the gate of 32-bit programs.
static long call_i386(void) {
  long result = 20;
  __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  return result;
}
#endif

const Attack kKernelAttacks[] = {
    {"map-memory", map_memory},
    {"map-executable", map_executable},
    {"map-only-executable", map_only_executable},
    {"protect-executable", protect_executable},
    {"protect-executable-by-key", protect_executable_by_key},
    {"memory-file", memory_file},
    {"become-root", become_root},
    {"change-personality", change_personality},
    {"unshare-user", unshare_user},
    {"enter-namespace", enter_namespace},
    {"change-root", change_root},
    {"swap-root", swap_root},
    {"mount", mount_tmpfs},
    {"unmount", unmount},
    {"open-by-handle", open_by_handle},
    {"load-bpf", load_bpf},
    {"open-perf-event", open_perf_event},
    {"make-userfaultfd", make_userfaultfd},
    {"make-io-uring", make_io_uring},
    {"ask-keyring", ask_keyring},
    {"add-key", add_key},
    {"load-module", load_module},
    {"load-kernel", load_kernel},
    {"name-host", name_host},
    {"become-undumpable", become_undumpable},
    {"filter-again", filter_again},
    {"future-call", future_call},
#ifdef __x86_64__
    {"call-x32", call_x32},
    {"call-i386", call_i386},
#endif
    {NULL, NULL},
};
