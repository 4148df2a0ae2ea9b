// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactReader: what an artefact's file (docs/artefact-format.md) says, whatever machine it was made for: its note,
// its skeleton, and its sections through file(). It reads with plain reads and maps nothing, so it is all that looking
// at an artefact takes. What is to run becomes an Artefact (runtime/artefact.h), which asks more of the file.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/abi/artefact_note.h"
#include "lib/support/result.h"
#include "runtime/elf_file.h"

namespace wrt {

class ArtefactReader {
 public:
  // Reads and checks the note. Errors: Io; Malformed when it is no artefact, or damaged; Unsupported when it was made
  // by another version of wrt, with what to do.
  static Result<ArtefactReader> open(ElfFile file);

  const ElfFile& file() const { return file_; }
  const ArtefactNote& note() const { return note_; }
  std::uint64_t identity() const { return identity_; }
  // What decode_skeleton() takes. Errors: Io; Malformed, when it is not the one that the note was made with.
  Result<std::vector<std::uint8_t>> read_skeleton() const;

  // Where the header is mapped, relative to the object. Errors: Io; Malformed, when there is none.
  Result<std::uint64_t> header_address() const;

  FileDescriptor take_descriptor() { return file_.take_descriptor(); }

 private:
  explicit ArtefactReader(ElfFile file) : file_(std::move(file)) {}
  Result<> read_note();

  ElfFile file_;
  ArtefactNote note_;
  std::uint64_t identity_ = 0;
};

}  // namespace wrt
