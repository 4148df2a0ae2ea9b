// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactCopy: an artefact that is put into a process whose sandbox allows no executable mapping any more. There was
// room made for it while that could be done: addresses that are mapped executable and never writable, from a piece of
// the file in memory that all such code is in (runtime/code_file.h). What the dynamic loader would map is written to
// that file, segments at their distances, and is then found here. An artefact needs no relocation, so that is all; but
// the pointer to the personality routine is put in before, and the unwinder is told of the frames.
//
// How large the code will be is not known when the room is made. What does not fit is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/artefact_tables.h"

namespace wrt {

class ArtefactCopy {
 public:
  // Room for the code of so many functions whose bodies have so many bytes. Costs addresses, no memory. Errors: Io.
  static Result<std::unique_ptr<ArtefactCopy>> reserve(std::size_t functions, std::size_t body_bytes);
  // Nothing may run in it any more.
  ~ArtefactCopy();
  ArtefactCopy(const ArtefactCopy&) = delete;
  ArtefactCopy& operator=(const ArtefactCopy&) = delete;

  std::uintptr_t begin() const { return reinterpret_cast<std::uintptr_t>(base_); }
  std::uintptr_t end() const { return begin() + size_; }

  // Puts the artefact there, which must be of that module. Once, by one thread; not in a process that was forked from
  // that of reserve(). Errors: Io, Malformed; Limit, when there is no room for it.
  Result<> fill(Artefact artefact, const Module& module);
  // Precondition: it was filled.
  const ArtefactTables& tables() const { return tables_; }
  // Its section .eh_frame. Precondition: likewise.
  const void* frames() const { return frames_; }

 private:
  ArtefactCopy() = default;
  Result<> write(const std::vector<std::uint8_t>& bytes);
  Result<> make_data_unexecutable() const;

  std::uint8_t* base_ = nullptr;
  std::size_t size_ = 0;  // of the room
  std::uint64_t file_offset_ = 0;
  int process_ = 0;
  bool used_ = false;
  void* frames_ = nullptr;  // the section .eh_frame, if the unwinder knows it
  ArtefactTables tables_;
};

}  // namespace wrt
