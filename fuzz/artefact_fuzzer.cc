// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any bytes as an artefact: its frame, its note and its skeleton are read and checked, and all of its code is taken
// apart; nothing is mapped, because machine code cannot be made harmless. The note's hash would stop nearly everything
// that a fuzzer makes of a good artefact, so the bytes also go into the readers behind it.
#include <cstddef>
#include <cstdint>
#include <span>

#include "api/native_code.h"
#include "api/program.h"
#include "lib/binary/skeleton.h"
#include "lib/valid/validator.h"
#include "runtime/artefact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  static_cast<void>(wrt::Artefact::from_bytes(bytes));
  if (wrt::Result<wrt::NativeCode> native = wrt::NativeCode::from_bytes(bytes)) {
    for (wrt::FuncIndex i = native->module().imported_functions; i < native->module().functions.size(); ++i) {
      static_cast<void>(native->instructions(i));
    }
  }
  static_cast<void>(wrt::ArtefactNote::decode(bytes));
  wrt::Result<wrt::Module> skeleton = wrt::decode_skeleton(bytes, wrt::Features());
  if (skeleton) static_cast<void>(wrt::validate_module_environment(*skeleton));
  return 0;
}
