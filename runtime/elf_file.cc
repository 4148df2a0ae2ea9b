// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Headers, sections, and the dynamic section's tags.
#include "runtime/elf_file.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

namespace wrt {

namespace {

constexpr std::uint64_t kMostHeaders = 1000;

Unexpected malformed(std::string message) {
  return fail(ErrorKind::Malformed, std::move(message));
}

// Nothing for a machine that wrt has no code for.
std::optional<Architecture> architecture_of(Elf64_Half machine) {
  switch (machine) {
    case EM_X86_64: return Architecture::X86_64;
    case EM_AARCH64: return Architecture::AArch64;
    case EM_RISCV: return Architecture::RiscV64;
    default: return std::nullopt;
  }
}

// What a tag would make the dynamic loader do, beyond finding symbols and applying relative relocations; null if
// nothing.
const char* consequence_of(const Elf64_Dyn& entry) {
  switch (entry.d_tag) {
    case DT_HASH:
    case DT_GNU_HASH:
    case DT_STRTAB:
    case DT_SYMTAB:
    case DT_STRSZ:
    case DT_SYMENT:
    case DT_RELA:
    case DT_RELASZ:
    case DT_RELAENT:
    case DT_RELACOUNT:
    case DT_SONAME:
    case DT_BIND_NOW:
    case DT_FLAGS_1: return nullptr;
    case DT_FLAGS: return (entry.d_un.d_val & DF_TEXTREL) != 0 ? "changes its code when it is loaded" : nullptr;
    case DT_TEXTREL: return "changes its code when it is loaded";
    case DT_NEEDED: return "needs other shared objects";
    case DT_INIT:
    case DT_INIT_ARRAY:
    case DT_INIT_ARRAYSZ:
    case DT_PREINIT_ARRAY:
    case DT_PREINIT_ARRAYSZ: return "runs code when it is loaded";
    case DT_FINI:
    case DT_FINI_ARRAY:
    case DT_FINI_ARRAYSZ: return "runs code when it is unloaded";
    default: return "asks the dynamic loader for more than an artefact does";
  }
}

}  // namespace

Result<ElfFile> ElfFile::open(FileDescriptor file, std::optional<FileRange> range) {
  ElfFile elf(std::move(file));
  WRT_TRY(elf.find_end(range));
  WRT_TRY(elf.read_headers());
  return elf;
}

Result<> ElfFile::find_end(std::optional<FileRange> range) {
  struct stat status{};
  if (fstat(file_.number(), &status) != 0) return fail(ErrorKind::Io, std::strerror(errno));
  size_ = static_cast<std::uint64_t>(status.st_size);
  if (!range) return {};
  if (!is_inside(range->offset, range->size)) return malformed("cut off: it reaches beyond the end of its file");
  begin_ = range->offset;
  size_ = range->size;
  return {};
}

Result<> ElfFile::read_at(std::uint64_t offset, void* to, std::uint64_t size) const {
  if (!is_inside(offset, size)) return malformed("cut off: its tables reach beyond its end");
  offset += begin_;
  char* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t count = pread(file_.number(), at, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(ErrorKind::Io, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (count == 0) return malformed("cut off while it was read");
    at += count;
    offset += static_cast<std::uint64_t>(count);
    size -= static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<> ElfFile::read_headers() {
  Elf64_Ehdr header{};
  if (size_ < sizeof header) return malformed("cut off: it is shorter than an ELF header");
  WRT_TRY(read_at(0, &header, sizeof header));
  const unsigned char* const ident = header.e_ident;
  if (std::memcmp(ident, ELFMAG, SELFMAG) != 0) return malformed("not an ELF file");
  if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_DYN) {
    return malformed("an ELF file, but not one that 'wrt compile' made: no 64-bit shared object");
  }
  const std::optional<Architecture> architecture = architecture_of(header.e_machine);
  if (!architecture) {
    return fail(ErrorKind::Unsupported,
                fmt::format("compiled for machine {}, for which wrt has no code", header.e_machine));
  }
  architecture_ = *architecture;
  const bool sizes_fit = header.e_phentsize == sizeof(Elf64_Phdr) && header.e_shentsize == sizeof(Elf64_Shdr);
  if (!sizes_fit || header.e_shnum == 0 || header.e_shnum > kMostHeaders || header.e_phnum > kMostHeaders ||
      header.e_shstrndx >= header.e_shnum) {
    return malformed("an ELF file, but not one that 'wrt compile' made: its headers are not like that");
  }
  segments_.resize(header.e_phnum);
  WRT_TRY(read_at(header.e_phoff, segments_.data(), segments_.size() * sizeof(Elf64_Phdr)));
  sections_.resize(header.e_shnum);
  WRT_TRY(read_at(header.e_shoff, sections_.data(), sections_.size() * sizeof(Elf64_Shdr)));
  for (const Elf64_Phdr& each : segments_) {
    if (!is_inside(each.p_offset, each.p_filesz)) return malformed("cut off: its code reaches beyond its end");
  }
  for (const Elf64_Shdr& each : sections_) {
    if (each.sh_type != SHT_NOBITS && !is_inside(each.sh_offset, each.sh_size))
      return malformed("cut off: its tables reach beyond its end");
  }
  const Elf64_Shdr& names = sections_[header.e_shstrndx];
  constexpr std::uint64_t kMostNames = 1 << 16;
  if (names.sh_size > kMostNames) return malformed("an ELF file, but not one that 'wrt compile' made");
  names_.resize(names.sh_size);
  return read_at(names.sh_offset, names_.data(), names_.size());
}

Result<> ElfFile::check_machine() const {
  if (architecture_ == host_architecture()) return {};
  return fail(ErrorKind::Unsupported,
              fmt::format("compiled for {}, and this computer is {}; compile it again without --target",
                          architecture_name(architecture_), architecture_name(host_architecture())));
}

std::vector<ElfSection> ElfFile::sections() const {
  std::vector<ElfSection> sections;
  for (const Elf64_Shdr& each : sections_) {
    if (each.sh_name >= names_.size() || each.sh_type == SHT_NOBITS || each.sh_type == SHT_NULL) continue;
    // The string ends with a zero, or with the table.
    sections.push_back({names_.c_str() + each.sh_name, each.sh_addr, each.sh_offset, each.sh_size});
  }
  return sections;
}

std::optional<ElfSection> ElfFile::section(std::string_view name) const {
  for (const ElfSection& each : sections()) {
    if (each.name == name) return each;
  }
  return std::nullopt;
}

std::vector<ElfSegment> ElfFile::segments() const {
  std::vector<ElfSegment> segments;
  for (const Elf64_Phdr& each : segments_) {
    if (each.p_type != PT_LOAD) continue;
    segments.push_back({each.p_vaddr, each.p_offset, each.p_filesz, each.p_memsz, (each.p_flags & PF_X) != 0});
  }
  return segments;
}

Result<std::vector<std::uint8_t>> ElfFile::read(const ElfSection& section) const {
  // The sizes of sections and segments were compared with the file's when the headers were read.
  std::vector<std::uint8_t> bytes(section.size);
  WRT_TRY(read_at(section.offset, bytes.data(), bytes.size()));
  return bytes;
}

Result<std::vector<std::uint8_t>> ElfFile::read_mapped(std::uint64_t address, std::uint64_t size) const {
  for (const Elf64_Phdr& each : segments_) {
    if (each.p_type != PT_LOAD || address < each.p_vaddr) continue;
    const std::uint64_t offset = address - each.p_vaddr;
    if (offset > each.p_filesz || size > each.p_filesz - offset) continue;
    return read({{}, address, each.p_offset + offset, size});
  }
  return malformed("damaged: its tables lead out of it");
}

Result<> ElfFile::check_only_maps() const {
  for (const Elf64_Phdr& each : segments_) {
    if (each.p_type == PT_INTERP) return malformed("refused: it is a program, which no artefact is");
    if (each.p_type == PT_TLS) return malformed("refused: it has memory for each thread, which no artefact has");
    if (each.p_type == PT_GNU_STACK && (each.p_flags & PF_X) != 0)
      return malformed("refused: it wants an executable stack");
    if (each.p_type == PT_LOAD && (each.p_flags & PF_X) != 0 && (each.p_flags & PF_W) != 0)
      return malformed("refused: its code can be written to");
    if (each.p_type == PT_DYNAMIC) WRT_TRY(check_dynamic({{}, 0, each.p_offset, each.p_filesz}));
  }
  return {};
}

Result<> ElfFile::check_dynamic(const ElfSection& dynamic) const {
  if (dynamic.size > kMostHeaders * sizeof(Elf64_Dyn)) return malformed("refused: its dynamic section is too large");
  std::vector<Elf64_Dyn> entries(dynamic.size / sizeof(Elf64_Dyn));
  WRT_TRY(read_at(dynamic.offset, entries.data(), entries.size() * sizeof(Elf64_Dyn)));
  for (const Elf64_Dyn& each : entries) {
    if (each.d_tag == DT_NULL) break;
    if (const char* const consequence = consequence_of(each); consequence != nullptr)
      return malformed(fmt::format("refused: it {}", consequence));
  }
  return {};
}

}  // namespace wrt
