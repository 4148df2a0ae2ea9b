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
constexpr std::uint64_t kMostNote = 64 << 10;
// Files in memory stay open for debuggers while there are fewer than these: usually a process may have 1,024.
constexpr int kMostDescriptors = 512;

constexpr std::string_view kCompileAgain = "compile it again with this wrt";

Unexpected unsupported(std::string message) {
  return fail(ErrorKind::Unsupported, std::move(message));
}

// The one note that the section holds.
Result<std::vector<std::uint8_t>> note_content(const std::vector<std::uint8_t>& section) {
  ByteReader reader(section);
  const std::uint32_t name_size = reader.read_fixed<std::uint32_t>();
  const std::uint32_t size = reader.read_fixed<std::uint32_t>();
  const std::uint32_t version = reader.read_fixed<std::uint32_t>();
  const std::span<const std::uint8_t> name = reader.read_bytes(std::min<std::uint64_t>(name_size, sizeof kNoteName));
  if (reader.failed() ||
      !std::ranges::equal(name, std::span(kNoteName), {}, {}, [](char c) { return static_cast<std::uint8_t>(c); })) {
    return fail(ErrorKind::Malformed, "note is not one of wrt's");
  }
  if (version != kArtefactVersion) {
    return unsupported(fmt::format("its format has version {}, and this wrt reads version {}; {}", version,
                                   kArtefactVersion, kCompileAgain));
  }
  const std::span<const std::uint8_t> content = reader.read_bytes(size);
  if (reader.failed()) return fail(ErrorKind::Malformed, "note is cut off");
  return std::vector<std::uint8_t>(content.begin(), content.end());
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
  WRT_ASSIGN(ElfFile elf, ElfFile::open(std::move(file)));
  return from_file(std::move(elf), std::move(path));
}

Result<Artefact> Artefact::from_file(ElfFile file, std::string path) {
  Artefact artefact;
  artefact.path_ = std::move(path);
  WRT_TRY(artefact.read_note(file));
  WRT_TRY(artefact.check_machine());
  WRT_TRY(file.check_only_maps());
  WRT_TRY(artefact.read_content(file));
  artefact.file_ = file.take_descriptor();
  return artefact;
}

Result<> Artefact::read_note(const ElfFile& file) {
  const std::optional<ElfSection> section = file.section(kNoteSection);
  if (!section) return fail(ErrorKind::Malformed, "a shared object, but not one that 'wrt compile' made");
  if (section->size > kMostNote) return fail(ErrorKind::Malformed, "note is too large");
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file.read(*section));
  WRT_ASSIGN(const std::vector<std::uint8_t> content, note_content(bytes));
  WRT_ASSIGN(note_, ArtefactNote::decode(content));
  identity_ = note_identity(content);
  return {};
}

Result<> Artefact::check_machine() const {
  if (note_.abi != abi_hash()) {
    return unsupported(fmt::format("compiled by wrt {}, whose code does not fit this one's runtime; {}",
                                   note_.wrt_version, kCompileAgain));
  }
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

Result<> Artefact::read_content(const ElfFile& file) {
  const std::optional<ElfSection> skeleton = file.section(kSkeletonSection);
  const std::optional<ElfSection> image = file.section(kImageSection);
  if (!skeleton || !image) return fail(ErrorKind::Malformed, "damaged: it lacks the module's skeleton");
  WRT_ASSIGN(std::vector<std::uint8_t> bytes, file.read(*skeleton));
  if (hash_bytes(bytes) != note_.skeleton) return fail(ErrorKind::Malformed, "damaged: the module's skeleton differs");
  skeleton_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
  if (image->offset % note_.page_size != 0 && image->size != 0)
    return fail(ErrorKind::Malformed, "damaged: the memory image is not at a page's start");
  image_ = *image;
  if (image_.size <= kSmallImage) {
    WRT_ASSIGN(small_image_, file.read(image_));
  }
  return {};
}

Result<SharedObject> Artefact::map() {
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
