// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// memfd, seals, dlopen. The dynamic loader takes two objects with the same path for one, without a look at the file,
// and a path under /proc/PID/fd is the same again as soon as the descriptor's number is: so each load spells its
// path differently ("/." and "/" change nothing but the spelling). It names the process by its number, not by "self",
// because debuggers open the path, too, in processes of their own.
//
// Where /proc is not mounted a file that is open has no path. It is then copied to a temporary one, for the moment that
// the dynamic loader takes.
#include "runtime/shared_object.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
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
  std::string path = fmt::format("/proc/{}/fd", getpid());
  for (std::uint64_t number = loads.fetch_add(1, std::memory_order_relaxed); number != 0; number >>= 1) {
    path += (number & 1) != 0 ? "/." : "/";
  }
  return path + '/' + std::to_string(fd);
}

// A file in a folder of its own, which only this user can write to. Both go with the object.
class TemporaryFile {
 public:
  // Errors: Io.
  static Result<TemporaryFile> copy_of(const FileDescriptor& source) {
    std::error_code error;
    const std::string place = std::filesystem::temp_directory_path(error);
    std::string folder = (error ? "/tmp" : place) + "/wrt-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) return fail_to_copy(folder);
    TemporaryFile file(std::move(folder));
    struct stat status{};
    const FileDescriptor copy(open(file.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!copy || fstat(source.number(), &status) != 0) return fail_to_copy(file.folder_);
    for (off_t offset = 0; offset < status.st_size;) {
      const std::size_t rest = static_cast<std::size_t>(status.st_size - offset);
      if (sendfile(copy.number(), source.number(), &offset, rest) <= 0) return fail_to_copy(file.folder_);
    }
    return file;
  }
  ~TemporaryFile() {
    if (folder_.empty()) return;
    unlink(path().c_str());
    rmdir(folder_.c_str());
  }
  TemporaryFile(TemporaryFile&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  std::string path() const { return folder_ + "/code.so"; }

 private:
  explicit TemporaryFile(std::string folder) : folder_(std::move(folder)) {}
  static std::unexpected<Error> fail_to_copy(const std::string& folder) {
    return fail(ErrorKind::Io, fmt::format("cannot load compiled code: /proc is not mounted, and no file can be made "
                                           "in {}: {}",
                                           std::filesystem::path(folder).parent_path().string(), std::strerror(errno)));
  }

  std::string folder_;
};

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
  const std::string path = unique_path(file.number());
  if (access(path.c_str(), F_OK) == 0) return load(path);
  WRT_ASSIGN(const TemporaryFile copy, TemporaryFile::copy_of(file));
  return load(copy.path());
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
