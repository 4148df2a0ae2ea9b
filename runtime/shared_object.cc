// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// memfd, seals, dlopen. The dynamic loader takes two objects with the same path for one, without a look at the file,
// and a path under /proc/self/fd is the same again as soon as the descriptor's number is: so each load spells its
// path differently ("/." and "/" change nothing but the spelling).
#include "runtime/shared_object.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

namespace wrt {

namespace {

std::unexpected<Error> fail_io(const char* what) {
  return fail(ErrorKind::Io, fmt::format("cannot {} compiled code: {}", what, std::strerror(errno)));
}

std::string unique_path(int fd) {
  static std::atomic<std::uint64_t> loads{0};
  std::string path = "/proc/self/fd";
  for (std::uint64_t number = loads.fetch_add(1, std::memory_order_relaxed); number != 0; number >>= 1) {
    path += (number & 1) != 0 ? "/." : "/";
  }
  return path + '/' + std::to_string(fd);
}

}  // namespace

Result<FileDescriptor> make_memory_file(std::span<const std::uint8_t> bytes) {
  // Kernels since 6.3 may be set up to make memory files that cannot be executed, unless asked; older ones reject the
  // question.
  int number = memfd_create("wrt-artefact", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
  if (number < 0 && errno == EINVAL) number = memfd_create("wrt-artefact", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (number < 0) return fail_io("make a file for");
  FileDescriptor file(number);
  while (!bytes.empty()) {
    const ssize_t written = write(number, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_io("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (fcntl(number, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) return fail_io("seal");
  return file;
}

Result<SharedObject> SharedObject::load(const std::string& path) {
  SharedObject object;
  object.handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object.handle_ == nullptr) {
    const char* const reason = dlerror();
    return fail(ErrorKind::Malformed, fmt::format("cannot be loaded: {}", reason != nullptr ? reason : "?"));
  }
  return object;
}

Result<SharedObject> SharedObject::load(const FileDescriptor& file) {
  return load(unique_path(file.number()));
}

SharedObject::~SharedObject() {
  if (handle_ != nullptr) dlclose(handle_);
}

SharedObject::SharedObject(SharedObject&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

SharedObject& SharedObject::operator=(SharedObject&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

const void* SharedObject::symbol(const char* name) const {
  return dlsym(handle_, name);
}

}  // namespace wrt
