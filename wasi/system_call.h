// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frequent system calls, as the C library's functions of those names, but as a part of their caller.
//
// FAST: the C library's functions end in a return, and returns behind a system call are expensive where the kernel uses
// "safe returns" against attacks on their prediction (AMD's processors): it leaves entries of its own on the
// processor's stack of return addresses. Each of our returns is then mispredicted (6 ns); and the first one that takes
// an entry of the kernel's makes the next system call slower by 40 to 150 ns. So we put entries of our own on top,
// which are as wrong, but harmless. bench/wasi/returns.c measures all that; docs/rationale.md has the figures.
// (Shadow stacks, which would notice, are for programs that were compiled for them; wrt is not.)
//
// The C library's functions are also points where threads can be cancelled, which nobody does here.
#pragma once

#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>

namespace wrt::wasi {

#if defined(__SANITIZE_THREAD__)
#define WRT_LIBRARY_SYSTEM_CALLS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WRT_LIBRARY_SYSTEM_CALLS 1
#endif
#endif

// Whether the kernel spoils the prediction of returns. False until learn_of_returns() was called.
extern constinit std::atomic<bool> returns_are_spoilt;
// Asks the system. To be called before it is closed off; thread-safe.
void learn_of_returns();

#if defined(__x86_64__) && !defined(WRT_LIBRARY_SYSTEM_CALLS)

// Eight entries for the processor's stack of return addresses: more returns than that seldom follow one another. The
// 128 bytes are those below the stack pointer that the compiler may be using.
[[gnu::always_inline]] inline void cover_spoilt_returns() {
  asm volatile(R"(
    leaq -128(%%rsp), %%rsp
    .rept 8
    call 1f
    int3
1:
    .endr
    addq $128 + 8 * 8, %%rsp
  )" ::
                   : "memory", "cc");
}

template <typename Pointer>
[[gnu::always_inline]] inline ssize_t system_call(long number, int fd, Pointer second, std::size_t third,
                                                  off_t fourth = 0) {
  register off_t r10 asm("r10") = fourth;
  ssize_t result = number;
  asm volatile("syscall" : "+a"(result) : "D"(fd), "S"(second), "d"(third), "r"(r10) : "rcx", "r11", "memory");
  if (returns_are_spoilt.load(std::memory_order_relaxed)) cover_spoilt_returns();
  if (result >= 0) [[likely]]
    return result;
  errno = static_cast<int>(-result);
  return -1;
}

[[gnu::always_inline]] inline ssize_t host_read(int fd, void* bytes, std::size_t size) {
  return system_call(SYS_read, fd, bytes, size);
}
[[gnu::always_inline]] inline ssize_t host_write(int fd, const void* bytes, std::size_t size) {
  return system_call(SYS_write, fd, bytes, size);
}
[[gnu::always_inline]] inline ssize_t host_pread(int fd, void* bytes, std::size_t size, off_t offset) {
  return system_call(SYS_pread64, fd, bytes, size, offset);
}
[[gnu::always_inline]] inline ssize_t host_pwrite(int fd, const void* bytes, std::size_t size, off_t offset) {
  return system_call(SYS_pwrite64, fd, bytes, size, offset);
}
[[gnu::always_inline]] inline ssize_t host_readv(int fd, const iovec* buffers, int count) {
  return system_call(SYS_readv, fd, buffers, static_cast<std::size_t>(count));
}
[[gnu::always_inline]] inline ssize_t host_writev(int fd, const iovec* buffers, int count) {
  return system_call(SYS_writev, fd, buffers, static_cast<std::size_t>(count));
}
[[gnu::always_inline]] inline off_t host_lseek(int fd, off_t offset, int whence) {
  return system_call(SYS_lseek, fd, offset, static_cast<std::size_t>(whence));
}

#else  // also for ThreadSanitizer, which holds signals back until a function of the library that it knows

inline ssize_t host_read(int fd, void* bytes, std::size_t size) {
  return ::read(fd, bytes, size);
}
inline ssize_t host_write(int fd, const void* bytes, std::size_t size) {
  return ::write(fd, bytes, size);
}
inline ssize_t host_pread(int fd, void* bytes, std::size_t size, off_t offset) {
  return ::pread(fd, bytes, size, offset);
}
inline ssize_t host_pwrite(int fd, const void* bytes, std::size_t size, off_t offset) {
  return ::pwrite(fd, bytes, size, offset);
}
inline ssize_t host_readv(int fd, const iovec* buffers, int count) {
  return ::readv(fd, buffers, count);
}
inline ssize_t host_writev(int fd, const iovec* buffers, int count) {
  return ::writev(fd, buffers, count);
}
inline off_t host_lseek(int fd, off_t offset, int whence) {
  return ::lseek(fd, offset, whence);
}

#endif

}  // namespace wrt::wasi
