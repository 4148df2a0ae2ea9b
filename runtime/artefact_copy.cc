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
// Pages that many artefacts do not fill.
constexpr std::size_t kMinSize = 8 * kMiB;
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
      return fail(ErrorKind::Limit, fmt::format("its code does not fit into the {} bytes that are left for it", room));
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

// Whether `count` rows of `size` bytes, that far from the header, lie in the artefact.
bool has_rows(const LoadedBytes& loaded, std::int64_t offset, std::uint64_t count, std::uint64_t size) {
  const std::int64_t begin = static_cast<std::int64_t>(loaded.header) + offset;
  return begin >= 0 && static_cast<std::uint64_t>(begin) + count * size <= loaded.bytes.size();
}

// What is known here, and not of an artefact that the dynamic loader mapped: where it ends.
Result<ArtefactTables> read_tables(const LoadedBytes& loaded, const Module& module, std::uint64_t identity) {
  if (loaded.header % alignof(ArtefactHeader) != 0) return malformed("has no header");
  ArtefactTables tables(reinterpret_cast<const ArtefactHeader*>(loaded.bytes.data() + loaded.header));
  const ArtefactHeader& header = *tables.header();
  const bool has_pieces = tables.is_whole()
                              ? has_rows(loaded, header.functions, header.function_count, sizeof(ArtefactFunction))
                              : has_rows(loaded, header.pieces, header.piece_count, sizeof(ArtefactPiece));
  if (!has_pieces) return malformed("has tables out of bounds");
  WRT_TRY(tables.check(module, identity));
  if (!has_rows(loaded, header.text_begin, 0, 0) || !has_rows(loaded, header.text_end, 0, 0))
    return malformed("has code out of bounds");
  for (std::uint32_t each = 0; each < tables.piece_count(); ++each) {
    const ArtefactFunction code = tables.piece(each).code;
    if (!has_rows(loaded, header.positions + std::int64_t{code.positions} * std::int64_t{sizeof(ArtefactPosition)},
                  code.positions_count, sizeof(ArtefactPosition)))
      return malformed("has positions out of bounds");
  }
  return tables;
}

}  // namespace

Result<std::unique_ptr<ArtefactCopy>> ArtefactCopy::reserve(std::size_t functions, std::size_t body_bytes) {
  std::unique_ptr<ArtefactCopy> copy(new ArtefactCopy);
  const std::size_t wanted =
      std::min(body_bytes, kMaxSize) * kBytesPerBodyByte + std::min(functions, kMaxSize) * kBytesPerFunction + kMinSize;
  const std::size_t size = page_end(std::min(wanted, kMaxSize));
  WRT_ASSIGN(copy->file_offset_, code_file().add(size));
  WRT_ASSIGN(copy->base_, code_file().map(nullptr, copy->file_offset_, size));
  copy->size_ = size;
  copy->process_ = getpid();
  return copy;
}

ArtefactCopy::~ArtefactCopy() {
  if (base_ == nullptr) return;
  for (std::size_t each = 0; each < count_; ++each) __deregister_frame(copied_[each]->frames);
  munmap(base_, size_);
  // One that was forked has only looked at the file.
  if (used_ != 0 && process_ == getpid()) code_file().remove(file_offset_, size_);
}

Result<const ArtefactTables*> ArtefactCopy::add(Artefact artefact, const Module& module) {
  if (getpid() != process_) return fail(ErrorKind::Io, "this process was forked after the module was loaded");
  const std::size_t count = count_.load(std::memory_order_relaxed);
  if (count == kMostArtefacts) return fail(ErrorKind::Limit, "there is code of too many artefacts");
  const std::uint64_t identity = artefact.identity();
  WRT_ASSIGN(ElfFile file, ElfFile::open(artefact.take_file(), artefact.file_range()));
  WRT_ASSIGN(const ArtefactReader reader, ArtefactReader::open(std::move(file)));
  WRT_ASSIGN(LoadedBytes loaded, read_loaded(reader, size_ - used_));
  WRT_TRY(set_personality(loaded));
  WRT_ASSIGN(ArtefactTables tables, read_tables(loaded, module, identity));

  const std::size_t begin = used_;
  if (!code_file().write(file_offset_ + begin, loaded.bytes)) return CodeFile::fail_io("get memory");
  used_ = begin + page_end(loaded.bytes.size());
  std::uint8_t* const place = base_ + begin;
  tables.move_to(reinterpret_cast<const ArtefactHeader*>(place + loaded.header));
  WRT_TRY(make_data_unexecutable(tables, begin));
  // Nothing on x86-64.
  __builtin___clear_cache(reinterpret_cast<char*>(tables.text_begin()), reinterpret_cast<char*>(tables.text_end()));
  copied_[count] = std::make_unique<const Copied>(std::move(tables), place + loaded.frames);
  __register_frame(copied_[count]->frames);
  count_.store(count + 1);
  return &copied_[count]->tables;
}

// The sandbox lets go of rights. What is behind keeps them, for the artefacts to come.
Result<> ArtefactCopy::make_data_unexecutable(const ArtefactTables& tables, std::size_t begin) const {
  const std::size_t code = page_begin(tables.text_begin() - this->begin());
  const std::size_t behind = page_end(tables.text_end() - this->begin());
  const bool done = (code == begin || mprotect(base_ + begin, code - begin, PROT_READ) == 0) &&
                    (behind == used_ || mprotect(base_ + behind, used_ - behind, PROT_READ) == 0);
  if (!done) return CodeFile::fail_io("protect memory");
  return {};
}

const ArtefactTables* ArtefactCopy::find(std::uintptr_t pc) const {
  const auto first = copied_.begin();
  const auto last = first + static_cast<std::ptrdiff_t>(count_.load(std::memory_order_acquire));
  // The first whose code ends behind pc.
  const auto found =
      std::ranges::upper_bound(first, last, pc, {}, [](const auto& each) { return each->tables.text_end(); });
  return found != last && (*found)->tables.text_begin() <= pc ? &(*found)->tables : nullptr;
}

const void* ArtefactCopy::loop_entry(FuncIndex function, std::size_t loop_offset) const {
  for (std::size_t each = count_.load(); each-- > 0;) {
    if (const void* const entry = copied_[each]->tables.loop_entry(function, loop_offset)) return entry;
  }
  return nullptr;
}

}  // namespace wrt
