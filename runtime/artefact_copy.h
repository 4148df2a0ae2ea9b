// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactCopy: artefacts of one module that are put into a process whose sandbox allows no executable mapping any
// more. There was room made for them while that could be done: addresses that are mapped executable and never writable,
// from a piece of the file in memory that all such code is in (runtime/code_file.h). What the dynamic loader would map
// is written to that file, segments at their distances, and is then found here; each artefact in pages of its own,
// behind those that came before. An artefact needs no relocation, so that is all; but the pointer to the personality
// routine is put in before, and the unwinder is told of the frames.
//
// How large the code will be is not known when the room is made. What does not fit is refused, and the rest of the room
// is kept for what does.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

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

  // Puts an artefact there, of that module or of pieces of it; its tables stay as long as this. One thread at a time;
  // not in a process that was forked from that of reserve(). Errors, after which what is there stays: Io, Malformed;
  // Limit, when there is no room for it.
  Result<const ArtefactTables*> add(Artefact artefact, const Module& module);

  // The tables of the artefact that `pc` is in the code of; null if it is in none. Async-signal-safe.
  const ArtefactTables* find(std::uintptr_t pc) const;
  // The code that takes over at the start of that loop, the newest if there are several, or null. Any thread.
  const void* loop_entry(FuncIndex function, std::size_t loop_offset) const;
  // The section .eh_frame of the artefact that was added last.
  const void* newest_frames() const { return copied_[count_.load() - 1]->frames; }

 private:
  struct Copied {
    ArtefactTables tables;
    void* frames;  // the section .eh_frame, which the unwinder knows
  };
  // Each takes some pages, and is asked in turn.
  static constexpr std::size_t kMostArtefacts = 1024;

  ArtefactCopy() = default;
  Result<> make_data_unexecutable(const ArtefactTables& tables, std::size_t begin) const;

  std::uint8_t* base_ = nullptr;
  std::size_t size_ = 0;  // of the room
  std::size_t used_ = 0;  // of it, from its begin: whole pages
  std::uint64_t file_offset_ = 0;
  int process_ = 0;
  // By rising address. Those that are counted are never changed.
  std::array<std::unique_ptr<const Copied>, kMostArtefacts> copied_;
  std::atomic<std::size_t> count_{0};
};

}  // namespace wrt
