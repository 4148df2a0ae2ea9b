// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lld wants names of files. It gets the objects as one archive in a memfd (one descriptor, however many objects), and
// for its output a pipe: for a regular file it would first make a temporary one in the same directory, which
// /proc/self/fd is not; to a pipe it writes what it has put together in memory. Nothing touches a disk.
#include "compiler/llvm/link.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <lld/Common/CommonLinkerContext.h>
#include <lld/Common/Driver.h>
#include <llvm/Support/raw_ostream.h>

LLD_HAS_DRIVER(elf);

namespace wrt::llvm_compiler {

namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() { close(); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  std::string path() const { return "/proc/self/fd/" + std::to_string(number_); }

 private:
  int number_;
};

Error io_error(const char* what) {
  return Error(ErrorKind::Io, fmt::format("{}: {}", what, strerror(errno)));
}

bool write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

// The "!<arch>" format: a header of 60 characters before each member, members at even offsets. Zeros behind the last
// object make whole pages of the file: LLVM maps it and gives back as many bytes as it has, and ThreadSanitizer takes
// what is left of a page for memory of this thread, whatever the dynamic loader maps there for another one.
bool write_archive(int file, const std::vector<llvm::SmallVector<char, 0>>& objects) {
  constexpr std::size_t kHeaderSize = 60;
  const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::vector<char> zeros(page);
  std::size_t end = 8;
  if (!write_all(file, "!<arch>\n", end)) return false;
  for (std::size_t number = 0; number < objects.size(); ++number) {
    const llvm::SmallVector<char, 0>& object = objects[number];
    end += kHeaderSize + object.size();
    const std::size_t padding = number + 1 == objects.size() ? (page - end % page) % page : end % 2;
    end += padding;
    const std::string header = fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", fmt::format("{}.o/", number), 0, 0,
                                           0, 644, object.size() + padding);
    if (!write_all(file, header.data(), header.size()) || !write_all(file, object.data(), object.size()) ||
        !write_all(file, zeros.data(), padding))
      return false;
  }
  return true;
}

void read_all(int file, std::vector<std::uint8_t>& bytes) {
  std::size_t size = 0;
  for (;;) {
    if (bytes.size() - size < 65536) bytes.resize(bytes.size() * 2 + (1 << 17));
    const ssize_t count = ::read(file, bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
}

using Arguments = std::vector<const char*>;

const Arguments kShared = {
    "-shared", "--no-undefined",  "--eh-frame-hdr", "-z", "text", "-z", "noexecstack", "-z", "relro", "-z",
    "now",     "--hash-style=gnu"};
const Arguments kRelocatable = {"-r"};

bool run_lld(const Arguments& kind, const std::string& input, const std::string& output, std::string& messages) {
  Arguments arguments = {"ld.lld",          "-o",          output.c_str(), "--whole-archive", input.c_str(),
                         "--build-id=none", "--threads=1", "-O0"};
  arguments.insert(arguments.end(), kind.begin(), kind.end());
  llvm::raw_string_ostream stream(messages);
  const bool linked = lld::elf::link(arguments, stream, stream, /*exitEarly=*/false, /*disableOutput=*/false);
  lld::CommonLinkerContext::destroy();
  return linked;
}

Result<std::vector<std::uint8_t>> link(const Arguments& kind, const std::vector<llvm::SmallVector<char, 0>>& objects) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  FileDescriptor input(::memfd_create("wrt-objects", MFD_CLOEXEC));
  if (input.number() < 0 || !write_archive(input.number(), objects))
    return Unexpected(io_error("cannot hand objects to the linker"));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Unexpected(io_error("cannot read from the linker"));
  FileDescriptor read_end(ends[0]);
  FileDescriptor write_end(ends[1]);

  std::vector<std::uint8_t> artefact;
  std::thread reader([&] { read_all(read_end.number(), artefact); });
  std::string messages;
  const bool linked = run_lld(kind, input.path(), write_end.path(), messages);
  write_end.close();
  reader.join();
  if (!linked || artefact.empty()) return fail(ErrorKind::Internal, "the linker failed: " + messages);
  return artefact;
}

}  // namespace

Result<std::vector<std::uint8_t>> link_artefact(const std::vector<llvm::SmallVector<char, 0>>& objects) {
  return link(kShared, objects);
}

Result<std::vector<std::uint8_t>> link_relocatable(const std::vector<llvm::SmallVector<char, 0>>& objects) {
  return link(kRelocatable, objects);
}

}  // namespace wrt::llvm_compiler
