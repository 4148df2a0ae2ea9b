// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Artefact: a compiled module's file (docs/artefact-format.md), opened and checked with plain reads, before anything of
// it is mapped. It must be for this machine and this wrt, whole as far as its tables reach, and an object that the
// dynamic loader maps without doing anything else: it needs no other object, runs no code when it is loaded, and its
// code is not changed. Machine code itself cannot be checked: running an artefact is trusting it like an executable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/abi/artefact_note.h"
#include "lib/support/result.h"
#include "runtime/artefact_reader.h"
#include "runtime/shared_object.h"

namespace wrt {

class Artefact {
 public:
  // Opens and checks a file. Errors: Io; Malformed when it is no artefact, or damaged; Unsupported when it was made for
  // another machine or by another version, with what to do.
  static Result<Artefact> open(const std::string& path);
  // The same of a file that is open. It is mapped by `path`, an absolute one under which nobody else can put another
  // file; or, if that is empty, through its descriptor, whatever happens to its name.
  static Result<Artefact> open(FileDescriptor file, std::string path = {});
  // The same of one that is a range of an open file. It cannot be mapped, only read and adopted (LoadedModule::adopt).
  static Result<Artefact> open_range(FileDescriptor file, FileRange range);
  // The same of an artefact in memory, which the result does not refer to.
  static Result<Artefact> from_bytes(std::span<const std::uint8_t> bytes);

  const ArtefactNote& note() const { return note_; }
  std::uint64_t identity() const { return identity_; }
  // What decode_skeleton() takes. The pointer keeps it alive.
  const std::shared_ptr<const std::vector<std::uint8_t>>& skeleton() const { return skeleton_; }
  std::uint64_t image_size() const { return image_.size; }
  // Maps it executable. The file stays open for a large image, and if there is no path by which debuggers find it.
  // Errors: Io, Malformed; Unsupported for a range of a file.
  Result<SharedObject> map();

  // Its file, for who reads what others map; after that it must not be mapped, nor its image. If it has a range, the
  // artefact is that.
  FileDescriptor take_file() { return std::move(file_); }
  const std::optional<FileRange>& file_range() const { return range_; }

  // Puts image[offset, offset + size) at `address`, copy on write; all three are multiples of the page size, and there
  // is accessible memory at `address`. Thread-safe. Errors: Io.
  Result<> map_image(std::uint8_t* address, std::uint64_t offset, std::uint64_t size) const;

 private:
  Artefact() = default;
  static Result<Artefact> open(FileDescriptor file, std::string path, std::optional<FileRange> range);
  Result<> check_machine() const;
  Result<> read_content(const ArtefactReader& reader);

  std::string path_;                // empty: mapped through the open file
  std::optional<FileRange> range_;  // of the file; nothing: all of it
  ArtefactNote note_;
  std::uint64_t identity_ = 0;
  std::shared_ptr<const std::vector<std::uint8_t>> skeleton_;
  FileDescriptor file_;
  ElfSection image_;
  std::vector<std::uint8_t> small_image_;  // a small one is copied
};

}  // namespace wrt
