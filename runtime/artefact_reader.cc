// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading an artefact's note, what the note vouches for, and its one dynamic symbol.
#include "runtime/artefact_reader.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include <elf.h>

#include <fmt/format.h>

#include "lib/abi/artefact.h"
#include "lib/support/byte_reader.h"

namespace wrt {

namespace {

constexpr std::uint64_t kMostNote = 64 << 10;

constexpr std::string_view kCompileAgain = "compile it again with this wrt";

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
    return fail(ErrorKind::Unsupported, fmt::format("its format has version {}, and this wrt reads version {}; {}",
                                                    version, kArtefactVersion, kCompileAgain));
  }
  const std::span<const std::uint8_t> content = reader.read_bytes(size);
  if (reader.failed()) return fail(ErrorKind::Malformed, "note is cut off");
  return std::vector<std::uint8_t>(content.begin(), content.end());
}

}  // namespace

Result<ArtefactReader> ArtefactReader::open(ElfFile file) {
  ArtefactReader reader(std::move(file));
  WRT_TRY(reader.read_note());
  return reader;
}

Result<> ArtefactReader::read_note() {
  const std::optional<ElfSection> section = file_.section(kNoteSection);
  if (!section) return fail(ErrorKind::Malformed, "a shared object, but not one that 'wrt compile' made");
  if (section->size > kMostNote) return fail(ErrorKind::Malformed, "note is too large");
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file_.read(*section));
  WRT_ASSIGN(const std::vector<std::uint8_t> content, note_content(bytes));
  WRT_ASSIGN(note_, ArtefactNote::decode(content));
  identity_ = note_identity(content);
  if (note_.abi != abi_hash()) {
    return fail(ErrorKind::Unsupported,
                fmt::format("compiled by wrt {}, whose code does not fit this one's runtime; {}", note_.wrt_version,
                            kCompileAgain));
  }
  return {};
}

Result<std::vector<std::uint8_t>> ArtefactReader::read_skeleton() const {
  const std::optional<ElfSection> skeleton = file_.section(kSkeletonSection);
  if (!skeleton) return fail(ErrorKind::Malformed, "damaged: it lacks the module's skeleton");
  WRT_ASSIGN(std::vector<std::uint8_t> bytes, file_.read(*skeleton));
  if (hash_bytes(bytes) != note_.skeleton) return fail(ErrorKind::Malformed, "damaged: the module's skeleton differs");
  return bytes;
}

Result<std::uint64_t> ArtefactReader::header_address() const {
  // Two symbols, of which the first is nothing.
  constexpr std::uint64_t kMostBytes = 4096;
  const auto no_header = [] { return fail(ErrorKind::Malformed, "damaged: it has no header"); };
  const std::optional<ElfSection> table = file_.section(".dynsym");
  const std::optional<ElfSection> strings = file_.section(".dynstr");
  if (!table || !strings || table->size > kMostBytes || strings->size > kMostBytes) return no_header();
  WRT_ASSIGN(const std::vector<std::uint8_t> bytes, file_.read(*table));
  WRT_ASSIGN(const std::vector<std::uint8_t> text, file_.read(*strings));
  const std::string_view names(reinterpret_cast<const char*>(text.data()), text.size());
  for (std::size_t at = 0; at + sizeof(Elf64_Sym) <= bytes.size(); at += sizeof(Elf64_Sym)) {
    Elf64_Sym symbol;
    std::memcpy(&symbol, bytes.data() + at, sizeof symbol);
    if (symbol.st_name >= names.size() || symbol.st_shndx == SHN_UNDEF) continue;
    const std::string_view name = names.substr(symbol.st_name);
    if (name.substr(0, name.find('\0')) == kArtefactSymbol) return symbol.st_value;
  }
  return no_header();
}

}  // namespace wrt
