// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading a module's bytes. Streams deserve care: `yes | wrt run -` must end at once, so after the first bytes what has
// no module's magic number is not read on; the decoder then says what is wrong with what there is.
#include "api/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wrt {

namespace {

constexpr std::size_t kMaxFileSize = 0xffff'ffff;
constexpr std::size_t kMaxStreamSize = std::size_t{1} << 30;
constexpr std::size_t kChunk = std::size_t{64} << 10;

Unexpected system_error(int code) {
  return fail(ErrorKind::Io, std::strerror(code));
}

// A file descriptor that is closed at the end of the scope, unless it is standard input.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool may_be_module(std::span<const std::uint8_t> bytes) {
  return bytes.size() < 4 || std::memcmp(bytes.data(), "\0asm", 4) == 0;
}

}  // namespace

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::string& path) {
  const bool is_stdin = path == "-";
  const Descriptor file(is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return system_error(errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_error(errno);
  if (S_ISDIR(status.st_mode)) return system_error(EISDIR);

  std::shared_ptr<InputFile> input(new InputFile(display_name(path)));
  // A redirected standard input may stand anywhere in its file, so it counts as a stream.
  if (S_ISREG(status.st_mode) && status.st_size > 0 && !is_stdin) {
    if (static_cast<std::size_t>(status.st_size) > kMaxFileSize) {
      return fail(ErrorKind::Limit, "the file is larger than 4 GiB");
    }
    WRT_TRY(input->map(file.get(), static_cast<std::size_t>(status.st_size)));
  } else {
    WRT_TRY(input->read_stream(file.get()));
  }
  return std::shared_ptr<const InputFile>(std::move(input));
}

InputFile::~InputFile() {
  if (mapping_ != nullptr) ::munmap(mapping_, bytes_.size());
}

Result<> InputFile::map(int fd, std::size_t size) {
  void* const mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (mapping == MAP_FAILED) return system_error(errno);
  mapping_ = mapping;
  bytes_ = {static_cast<const std::uint8_t*>(mapping), size};
  return {};
}

Result<> InputFile::read_stream(int fd) {
  std::size_t size = 0;
  for (;;) {
    if (owned_.size() < size + kChunk) owned_.resize(std::max(size + kChunk, owned_.size() * 2));
    const ssize_t count = ::read(fd, owned_.data() + size, owned_.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(errno);
    size += static_cast<std::size_t>(count);
    if (size > kMaxStreamSize) return fail(ErrorKind::Limit, "the module is larger than 1 GiB, too large for a stream");
    if (count == 0 || !may_be_module({owned_.data(), size})) break;
  }
  owned_.resize(size);
  bytes_ = owned_;
  return {};
}

}  // namespace wrt
