// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The note of an artefact: what it was made from, with what, and for which machines. It is text, a line a setting, so
// that a person can read it (`readelf -p .note.wrt`) and a refusal can name what differs. Its first 32 bytes are the
// text's hash. Whoever can write an artefact can write a fitting note: it protects against mistakes, not malice.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/support/hash.h"
#include "lib/support/result.h"
#include "lib/wasm/features.h"

namespace wrt {

struct ArtefactNote {
  std::string wrt_version;                // of the wrt that made it
  std::string compiler;                   // "LLVM 19.1.7"
  std::string target;                     // an LLVM triple
  std::string cpu;                        // the processor that it was tuned for
  std::vector<std::string> cpu_features;  // that the processor must have (lib/abi/cpu_features.h)
  std::string settings;                   // how it was compiled: "-O2", behind it " --precise-traps", kMeterSetting
  std::uint64_t abi = 0;                  // abi_hash() of the wrt that made it
  std::uint64_t page_size = 0;            // that the memory image is aligned to
  Features features;                      // that the module was decoded with
  Hash wasm{};                            // of the module's file
  Hash skeleton{};                        // of the skeleton's bytes

  // The content of the ELF note: hash and text.
  std::vector<std::uint8_t> encode() const;
  // Errors: Malformed, "note …".
  static Result<ArtefactNote> decode(std::span<const std::uint8_t> content);
};

// In the settings of code that counts the instructions that it executes, at their end.
inline constexpr char kMeterSetting[] = " --meter";

// A number that differs between notes that differ: the beginning of `content`.
std::uint64_t note_identity(std::span<const std::uint8_t> content);

// Of all tables and layouts that compiled code and runtime must agree about.
std::uint64_t abi_hash();

}  // namespace wrt
