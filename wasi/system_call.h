// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The system calls read and write, as the C library's functions of those names, but as a part of their caller.
//
// FAST: the C library's functions end in a return, which costs 6 ns behind a system call (docs/rationale.md), and are
// points where threads can be cancelled, which nobody does here.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

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

#if defined(__x86_64__) && !defined(WRT_LIBRARY_SYSTEM_CALLS)

[[gnu::always_inline]] inline ssize_t transfer(long number, int fd, const void* bytes, std::size_t size) {
  ssize_t result = number;
  asm volatile("syscall" : "+a"(result) : "D"(fd), "S"(bytes), "d"(size) : "rcx", "r11", "memory");
  if (result >= 0) [[likely]]
    return result;
  errno = static_cast<int>(-result);
  return -1;
}

[[gnu::always_inline]] inline ssize_t host_read(int fd, void* bytes, std::size_t size) {
  return transfer(SYS_read, fd, bytes, size);
}
[[gnu::always_inline]] inline ssize_t host_write(int fd, const void* bytes, std::size_t size) {
  return transfer(SYS_write, fd, bytes, size);
}

#else  // also for ThreadSanitizer, which holds signals back until a function of the library that it knows

inline ssize_t host_read(int fd, void* bytes, std::size_t size) {
  return ::read(fd, bytes, size);
}
inline ssize_t host_write(int fd, const void* bytes, std::size_t size) {
  return ::write(fd, bytes, size);
}

#endif

}  // namespace wrt::wasi
