// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The checks, in the order of what can be believed: the file's frame, the note's hash, the versions, the machine, and
// only then what the note vouches for.
#include "runtime/artefact.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lib/abi/artefact.h"
#include "lib/abi/cpu_features.h"
#include "lib/support/byte_reader.h"

namespace wrt {

namespace {

// Up to here, copying costs less than a mapping and an open file.
constexpr std::uint64_t kSmallImage = 16 << 10;
// Files in memory stay open for debuggers while there are fewer than these: usually a process may have 1,024.
constexpr int kMostDescriptors = 512;

constexpr std::string_view kCompileAgain = "compile it again with this wrt";

Unexpected unsupported(std::string message) {
  return fail(ErrorKind::Unsupported, std::move(message));
}

}  // namespace

Result<Artefact> Artefact::open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(ErrorKind::Io, std::strerror(errno));
  // The dynamic loader looks for a name without a slash elsewhere.
  char real[PATH_MAX];
  if (::realpath(path.c_str(), real) == nullptr) return fail(ErrorKind::Io, std::strerror(errno));
  return open(std::move(file), real);
}

Result<Artefact> Artefact::from_bytes(std::span<const std::uint8_t> bytes) {
  WRT_ASSIGN(FileDescriptor file, make_memory_file(bytes));
  return open(std::move(file));
}

Result<Artefact> Artefact::open(FileDescriptor file, std::string path) {
  return open(std::move(file), std::move(path), {});
}

Result<Artefact> Artefact::open_range(FileDescriptor file, FileRange range) {
  return open(std::move(file), {}, range);
}

Result<Artefact> Artefact::open(FileDescriptor file, std::string path, std::optional<FileRange> range) {
  WRT_ASSIGN(ElfFile elf, ElfFile::open(std::move(file), range));
  WRT_TRY(elf.check_machine());
  WRT_ASSIGN(ArtefactReader reader, ArtefactReader::open(std::move(elf)));
  Artefact artefact;
  artefact.path_ = std::move(path);
  artefact.range_ = range;
  artefact.note_ = reader.note();
  artefact.identity_ = reader.identity();
  WRT_TRY(artefact.check_machine());
  WRT_TRY(reader.file().check_only_maps());
  WRT_TRY(artefact.read_content(reader));
  artefact.file_ = reader.take_descriptor();
  return artefact;
}

Result<> Artefact::check_machine() const {
  std::vector<std::string> missing;
  for (const std::string& each : note_.cpu_features) {
    if (!host_has_cpu_feature(each)) missing.push_back(each);
  }
  if (!missing.empty()) {
    return unsupported(fmt::format(
        "compiled for a processor ({}) with {}, which this one lacks; compile it here, or with --cpu baseline",
        note_.cpu, fmt::join(missing, ", ")));
  }
  const std::uint64_t page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (note_.page_size % page != 0) {
    return unsupported(fmt::format("compiled for pages of {} bytes, and this kernel's have {}; {}", note_.page_size,
                                   page, kCompileAgain));
  }
  return {};
}

Result<> Artefact::read_content(const ArtefactReader& reader) {
  WRT_ASSIGN(std::vector<std::uint8_t> skeleton, reader.read_skeleton());
  skeleton_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(skeleton));
  const std::optional<ElfSection> image = reader.file().section(kImageSection);
  if (!image) return fail(ErrorKind::Malformed, "damaged: it lacks the memory image");
  if (image->offset % note_.page_size != 0 && image->size != 0)
    return fail(ErrorKind::Malformed, "damaged: the memory image is not at a page's start");
  image_ = {{}, 0, image->offset, image->size};
  if (image_.size <= kSmallImage) {
    WRT_ASSIGN(small_image_, reader.file().read(image_));
  }
  return {};
}

Result<SharedObject> Artefact::map() {
  if (range_) return unsupported("it lies among other things in a file, and cannot be mapped");
  Result<SharedObject> object = path_.empty() ? SharedObject::load(file_) : SharedObject::load(path_);
  const bool is_for_debuggers = path_.empty() && file_.number() < kMostDescriptors;
  if (small_image_.size() == image_.size && !is_for_debuggers) file_ = FileDescriptor();
  return object;
}

Result<> Artefact::map_image(std::uint8_t* address, std::uint64_t offset, std::uint64_t size) const {
  if (!small_image_.empty()) {
    std::memcpy(address, small_image_.data() + offset, size);
    return {};
  }
  const off_t place = static_cast<off_t>(image_.offset + offset);
  if (mmap(address, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file_.number(), place) == MAP_FAILED) {
    return fail(ErrorKind::Io, fmt::format("cannot map the memory image: {}", std::strerror(errno)));
  }
  return {};
}

}  // namespace wrt
