// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ElfFile: an ELF shared object as a file, before the dynamic loader sees it: its sections by name, and whether it is
// one that can be mapped without consequences. It may be for another machine. Every offset and size in the file is
// taken for a lie until it has been compared with the file's size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <elf.h>

#include "lib/abi/cpu_features.h"
#include "lib/support/result.h"
#include "runtime/file_descriptor.h"

namespace wrt {

struct ElfSection {
  std::string_view name;      // a view into the ElfFile
  std::uint64_t address = 0;  // where it is mapped, relative to the object; 0 if it is not
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // in the file
};

// A piece of the file that is mapped.
struct ElfSegment {
  std::uint64_t address = 0;  // relative to the object
  std::uint64_t offset = 0;
  std::uint64_t file_size = 0;
  std::uint64_t memory_size = 0;  // what lies behind file_size is zero
  bool executable = false;
};

// The bytes of a file that hold an object, if there are others.
struct FileRange {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

class ElfFile {
 public:
  // Reads the headers. The object is all of the file, or that range of it: offsets then count from its beginning.
  // Errors: Malformed, "not an ELF shared object…"; Unsupported for a machine that wrt has no code for.
  static Result<ElfFile> open(FileDescriptor file, std::optional<FileRange> range = {});

  Architecture architecture() const { return architecture_; }
  std::uint64_t size() const { return size_; }
  // Errors: Unsupported, when it is for another machine than this.
  Result<> check_machine() const;

  // The section of that name; nothing if there is none.
  std::optional<ElfSection> section(std::string_view name) const;
  // All that have a place in the file, in the order of their headers.
  std::vector<ElfSection> sections() const;
  // What the dynamic loader maps, in the order of the headers. Addresses and sizes in memory are not checked.
  std::vector<ElfSegment> segments() const;
  // The bytes of a section. Errors: Malformed, Io.
  Result<std::vector<std::uint8_t>> read(const ElfSection& section) const;
  // What the file holds for these addresses of the mapped object. Errors: Malformed, when no segment has all of them in
  // the file; Io.
  Result<std::vector<std::uint8_t>> read_mapped(std::uint64_t address, std::uint64_t size) const;
  // Reads into `to` what the file holds of a segment. Errors: Malformed, Io.
  Result<> read(const ElfSegment& segment, std::uint8_t* to) const {
    return read_at(segment.offset, to, segment.file_size);
  }
  // Errors: Malformed, naming what the dynamic loader would do besides mapping.
  Result<> check_only_maps() const;

  FileDescriptor take_descriptor() { return std::move(file_); }

 private:
  explicit ElfFile(FileDescriptor file) : file_(std::move(file)) {}
  Result<> find_end(std::optional<FileRange> range);
  Result<> read_headers();
  Result<> check_dynamic(const ElfSection& dynamic) const;
  Result<> read_at(std::uint64_t offset, void* to, std::uint64_t size) const;
  bool is_inside(std::uint64_t offset, std::uint64_t size) const { return offset <= size_ && size <= size_ - offset; }

  FileDescriptor file_;
  std::uint64_t begin_ = 0;  // in the file
  std::uint64_t size_ = 0;
  Architecture architecture_ = host_architecture();
  std::vector<Elf64_Phdr> segments_;
  std::vector<Elf64_Shdr> sections_;
  std::string names_;
};

}  // namespace wrt
