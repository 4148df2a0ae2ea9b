// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the file of an artefact to what it looks like when it is mapped, and from there to executable memory.
#include "runtime/artefact_copy.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runtime/artefact_reader.h"
#include "runtime/code_file.h"
#include "runtime/unwind.h"

// Of the C runtime library, which declares them nowhere.
extern "C" void __register_frame(void* section);
extern "C" void __deregister_frame(void* section);

namespace wrt {

namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
// Code, positions and unwind tables together are three to eight times the bodies. More than any loop that is unrolled
// and any function that is inlined needs.
constexpr std::size_t kBytesPerBodyByte = 32;
// Rows of tables, and what a function takes whose body is empty.
constexpr std::size_t kBytesPerFunction = 512;
constexpr std::size_t kMaxSize = 1024 * kMiB;

std::size_t page_size() {
  static const std::size_t size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::uint64_t page_begin(std::uint64_t address) {
  return address / page_size() * page_size();
}

std::uint64_t page_end(std::uint64_t address) {
  return page_begin(address + page_size() - 1);
}

Unexpected malformed(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

// An artefact as it is when it is mapped, without a place yet.
struct LoadedBytes {
  std::vector<std::uint8_t> bytes;
  std::uint64_t header = 0;  // where that is, and what follows
  std::uint64_t frames = 0;
};

// Data that shared a page with code would have to be executable, too.
Result<> check_pages(const std::vector<ElfSegment>& segments) {
  for (const ElfSegment& code : segments) {
    if (!code.executable) continue;
    for (const ElfSegment& other : segments) {
      if (other.executable) continue;
      if (page_begin(other.address) < page_end(code.address + code.memory_size) &&
          page_begin(code.address) < page_end(other.address + other.memory_size))
        return malformed("has code and data in one page");
    }
  }
  return {};
}

// The unwinder goes from entry to entry up to one whose length is zero. The linker puts that at the end.
bool is_terminated(const std::vector<std::uint8_t>& bytes, const ElfSection& frames) {
  const std::uint64_t end = frames.address + frames.size;
  for (std::uint64_t at = frames.address; at <= end && at + sizeof(std::uint32_t) <= bytes.size();) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data() + at, sizeof length);
    if (length == 0) return true;
    at += sizeof length + length;
  }
  return false;
}

Result<> read_segments(const ElfFile& file, std::size_t room, std::vector<std::uint8_t>& bytes) {
  const std::vector<ElfSegment> segments = file.segments();
  std::uint64_t size = 0;
  for (const ElfSegment& each : segments) {
    if (each.address > room || each.memory_size > room - each.address)
      return fail(ErrorKind::Limit, fmt::format("its code does not fit into the {} bytes that were kept for it", room));
    if (each.file_size > each.memory_size) return malformed("has a segment that is larger than its memory");
    size = std::max(size, each.address + each.memory_size);
  }
  WRT_TRY(check_pages(segments));
  bytes.resize(size);
  for (const ElfSegment& each : segments) WRT_TRY(file.read(each, bytes.data() + each.address));
  return {};
}

Result<LoadedBytes> read_loaded(const ArtefactReader& reader, std::size_t room) {
  LoadedBytes loaded;
  WRT_TRY(read_segments(reader.file(), room, loaded.bytes));
  WRT_ASSIGN(loaded.header, reader.header_address());
  const std::uint64_t size = loaded.bytes.size();
  if (loaded.header > size || size - loaded.header < sizeof(ArtefactHeader)) return malformed("has no header");
  const std::optional<ElfSection> frames = reader.file().section(".eh_frame");
  if (!frames || frames->address > size || frames->size > size - frames->address ||
      !is_terminated(loaded.bytes, *frames))
    return malformed("has no unwind tables that end");
  loaded.frames = frames->address;
  return loaded;
}

// What the loader does to an artefact that it has mapped.
Result<> set_personality(LoadedBytes& loaded) {
  ArtefactHeader header;
  std::memcpy(&header, loaded.bytes.data() + loaded.header, sizeof header);
  if (header.personality == 0) return {};
  const std::uint64_t place = loaded.header + static_cast<std::uint64_t>(std::int64_t{header.personality});
  const void* const routine = reinterpret_cast<const void*>(&guest_personality);
  if (place > loaded.bytes.size() || loaded.bytes.size() - place < sizeof routine)
    return malformed("has its personality routine elsewhere");
  std::memcpy(loaded.bytes.data() + place, &routine, sizeof routine);
  return {};
}

}  // namespace

Result<std::unique_ptr<ArtefactCopy>> ArtefactCopy::reserve(std::size_t functions, std::size_t body_bytes) {
  std::unique_ptr<ArtefactCopy> copy(new ArtefactCopy);
  const std::size_t wanted =
      std::min(body_bytes, kMaxSize) * kBytesPerBodyByte + std::min(functions, kMaxSize) * kBytesPerFunction + kMiB;
  const std::size_t size = page_end(std::min(wanted, kMaxSize));
  WRT_ASSIGN(copy->file_offset_, code_file().add(size));
  void* const base = mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_NORESERVE, code_file().number(),
                          static_cast<off_t>(copy->file_offset_));
  if (base == MAP_FAILED) return CodeFile::fail_io("map memory");
  copy->base_ = static_cast<std::uint8_t*>(base);
  copy->size_ = size;
  copy->process_ = getpid();
  return copy;
}

ArtefactCopy::~ArtefactCopy() {
  if (base_ == nullptr) return;
  if (frames_ != nullptr) __deregister_frame(frames_);
  munmap(base_, size_);
  // One that was forked has only looked at the file.
  if (used_ && process_ == getpid()) code_file().remove(file_offset_, size_);
}

Result<> ArtefactCopy::fill(Artefact artefact, const Module& module) {
  if (getpid() != process_) return fail(ErrorKind::Io, "this process was forked after the module was loaded");
  if (used_) return fail(ErrorKind::Unsupported, "there is code of an artefact already");
  const std::uint64_t identity = artefact.identity();
  WRT_ASSIGN(ElfFile file, ElfFile::open(artefact.take_file(), artefact.file_range()));
  WRT_ASSIGN(const ArtefactReader reader, ArtefactReader::open(std::move(file)));
  WRT_ASSIGN(LoadedBytes loaded, read_loaded(reader, size_));
  WRT_TRY(set_personality(loaded));
  WRT_TRY(write(loaded.bytes));
  ArtefactTables tables(reinterpret_cast<const ArtefactHeader*>(base_ + loaded.header));
  WRT_TRY(tables.check(module, identity));
  if (tables.text_begin() < begin() || tables.text_end() > begin() + loaded.bytes.size())
    return malformed("has code out of bounds");
  tables_ = std::move(tables);
  WRT_TRY(make_data_unexecutable());
  frames_ = base_ + loaded.frames;
  __register_frame(frames_);
  return {};
}

Result<> ArtefactCopy::write(const std::vector<std::uint8_t>& bytes) {
  used_ = true;
  if (!code_file().write(file_offset_, bytes)) return CodeFile::fail_io("get memory");
  return {};
}

// The sandbox lets go of rights.
Result<> ArtefactCopy::make_data_unexecutable() const {
  const std::size_t code = page_begin(tables_.text_begin() - begin());
  const std::size_t behind = page_end(tables_.text_end() - begin());
  const bool done = (code == 0 || mprotect(base_, code, PROT_READ) == 0) &&
                    (behind >= size_ || mprotect(base_ + behind, size_ - behind, PROT_READ) == 0);
  if (!done) return CodeFile::fail_io("protect memory");
  return {};
}

}  // namespace wrt
