// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// UniqueFd owns a file descriptor of the host and closes it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace wrt::wasi {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }

 private:
  void reset() {
    // close() is not repeated after EINTR: on Linux the descriptor is gone by then.
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  int fd_ = -1;
};

// Moves a descriptor away from the numbers of the standard streams: were they closed when the runtime started, its own
// messages would go into the guest's file. Empty, with errno, if `fd` is or if there is no number left.
inline UniqueFd above_standard_streams(UniqueFd fd) {
  if (!fd || fd.get() > STDERR_FILENO) return fd;
  return UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

}  // namespace wrt::wasi
