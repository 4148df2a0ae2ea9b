// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writing and reading the trailer. The dynamic loader maps only whole files, so the artefact is copied to one in memory
// before it is opened.
#include "api/standalone_program.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <elf.h>
#include <fmt/format.h>

#include "api/installed_file.h"
#include "runtime/file_descriptor.h"

namespace wrt {

namespace {

// The last bytes of the file.
struct Trailer {
  std::uint64_t offset = 0;  // of the artefact in the file
  std::uint64_t size = 0;    // of the artefact; the trailer follows it at once
  char magic[8] = {};
};

constexpr char kMagic[sizeof Trailer::magic] = {'w', 'r', 't', ' ', 'p', 'r', 'o', 'g'};
constexpr std::size_t kAlignment = 4096;

Unexpected system_error() {
  return fail(ErrorKind::Io, std::strerror(errno));
}

// A file's bytes, mapped for reading.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (!file || fstat(file.number(), &status) != 0) return system_error();
    MappedFile mapped;
    mapped.size_ = static_cast<std::size_t>(status.st_size);
    mapped.address_ = mmap(nullptr, mapped.size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (mapped.address_ == MAP_FAILED) return system_error();
    return mapped;
  }
  ~MappedFile() {
    if (address_ != MAP_FAILED) munmap(address_, size_);
  }
  MappedFile(MappedFile&& other) noexcept : address_(std::exchange(other.address_, MAP_FAILED)), size_(other.size_) {}
  MappedFile& operator=(MappedFile&&) = delete;

  std::span<const std::uint8_t> bytes() const { return {static_cast<const std::uint8_t*>(address_), size_}; }

 private:
  MappedFile() = default;
  void* address_ = MAP_FAILED;
  std::size_t size_ = 0;
};

// How the runtime for an artefact's machine is called.
Result<std::string> runtime_name(std::span<const std::uint8_t> artefact) {
  Elf64_Ehdr header{};
  if (artefact.size() < sizeof header) return fail(ErrorKind::Internal, "the compiler made no artefact");
  std::memcpy(&header, artefact.data(), sizeof header);
  if (header.e_machine == EM_X86_64) return "wrt-program-x86_64";
  if (header.e_machine == EM_AARCH64) return "wrt-program-aarch64";
  return fail(ErrorKind::Unsupported, "there are no standalone programs for this architecture");
}

}  // namespace

Result<std::vector<std::uint8_t>> make_standalone_program(std::span<const std::uint8_t> artefact) {
  WRT_ASSIGN(const std::string name, runtime_name(artefact));
  WRT_ASSIGN(const std::string path, find_installed_file("the runtime of standalone programs", name));
  Result<MappedFile> runtime = MappedFile::open(path);
  if (!runtime) return fail(ErrorKind::Io, fmt::format("{}: {}", path, runtime.error().message()));
  std::vector<std::uint8_t> program(runtime->bytes().begin(), runtime->bytes().end());
  program.resize((program.size() + kAlignment - 1) / kAlignment * kAlignment);
  Trailer trailer{program.size(), artefact.size(), {}};
  std::memcpy(trailer.magic, kMagic, sizeof kMagic);
  program.insert(program.end(), artefact.begin(), artefact.end());
  const auto* const end = reinterpret_cast<const std::uint8_t*>(&trailer);
  program.insert(program.end(), end, end + sizeof trailer);
  return program;
}

Result<Artefact> open_standalone_program(const std::string& path) {
  WRT_ASSIGN(const MappedFile file, MappedFile::open(path));
  const std::span<const std::uint8_t> bytes = file.bytes();
  Trailer trailer;
  if (bytes.size() >= sizeof trailer)
    std::memcpy(&trailer, bytes.data() + bytes.size() - sizeof trailer, sizeof trailer);
  if (std::memcmp(trailer.magic, kMagic, sizeof kMagic) != 0)
    return fail(ErrorKind::Malformed, "holds no program: 'wrt compile --emit exe' makes one of it");
  const std::size_t end = bytes.size() - sizeof trailer;
  if (trailer.offset > end || trailer.size != end - trailer.offset)
    return fail(ErrorKind::Malformed, "damaged: it is not as long as it says");
  return Artefact::from_bytes(bytes.subspan(trailer.offset, trailer.size));
}

}  // namespace wrt
