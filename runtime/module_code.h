// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ModuleCode: the machine code of one module, as LoadedModule and its instances ask for it, whether all of it was
// compiled before (runtime/artefact_module_code.h) or each function is made at its first call
// (runtime/lazy_module_code.h). It tells the trap handler of its code itself. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "lib/abi/artefact.h"
#include "lib/abi/bounds_check.h"
#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"

namespace wrt {

class Artefact;      // runtime/artefact.h
class HeatListener;  // runtime/heat_listener.h
class LoadedModule;  // runtime/loaded_module.h

// Where in a module's functions an address of its machine code is.
struct FunctionOffset {
  FuncIndex function = 0;
  std::size_t code_offset = 0;  // from the function's first instruction
};

// The same, and where in a module.
struct CodePosition {
  FuncIndex function = 0;
  std::size_t code_offset = 0;
  std::size_t wasm_offset = 0;  // of the WebAssembly instruction in the module's file; 0 if not known
};

// Better code that came later (adopt), and that was gone into in the middle of a call.
struct Moves {
  std::size_t functions = 0;  // pieces that came
  std::size_t loops = 0;      // likewise
  std::size_t takeovers = 0;  // calls that were taken over in a loop
};

class ModuleCode {
 public:
  ModuleCode() = default;
  virtual ~ModuleCode() = default;
  ModuleCode(const ModuleCode&) = delete;
  ModuleCode& operator=(const ModuleCode&) = delete;

  virtual const void* wasm_entry(FuncIndex function) const = 0;  // precondition: defined by the module
  virtual ArrayEntry array_entry(TypeIndex type) const = 0;      // precondition: a function type
  virtual const void* host_entry(TypeIndex type) const = 0;      // likewise
  // What VMContext::functions is.
  virtual const std::atomic<const void*>* entry_slots() const { return nullptr; }

  // Which function `pc` belongs to; nothing in thunks and outside of this module's code. Async-signal-safe.
  virtual std::optional<FunctionOffset> function_at(std::uintptr_t pc) const = 0;
  // The same, with the instruction.
  virtual std::optional<CodePosition> position(std::uintptr_t pc) const = 0;

  // Whether the code there is what the baseline tier has made; of functions' code.
  virtual bool is_baseline(std::uintptr_t /*pc*/) const { return false; }

  // Puts into a new memory of the module what is there as a mapped image of it, besides the module's data segments.
  // Errors: Io.
  virtual Result<> map_image(MemoryIndex, std::uint8_t*) const { return {}; }

  // Lets functions run the code of an artefact of the same module from their next call on: of the whole module, or of
  // pieces of it (ArtefactPiece), where a loop's code takes over calls that are in that loop. Errors: Io, Malformed,
  // Limit; Unsupported, when there is no room kept for it.
  virtual Result<> adopt(Artefact artefact) const;

  // From now on tells of functions that have been entered, or have repeated a loop, about `threshold` times more, if
  // their code counts that. Once.
  virtual void listen(std::shared_ptr<HeatListener>, std::int32_t /*threshold*/) const {}
  // What Builtin::GetHot asks: the code that is to take over at the start of that loop now, or null.
  virtual const void* get_hot(std::uint32_t /*function*/, std::uint32_t /*loop_offset*/,
                              std::uint32_t /*outermost_offset*/) const {
    return nullptr;
  }

  // Makes all functions that would be made at their first call, on so many threads (0: as many as pay). Returns how
  // many bytes of code it made; there are no threads left over. Errors: the compiler's.
  virtual Result<std::size_t> make_all(unsigned /*threads*/) const { return std::size_t{0}; }
  // How many functions have been made at their first call.
  virtual std::size_t made_at_calls() const { return 0; }
  virtual Moves moves() const { return {}; }
  // What get_hot returned is about to take over.
  virtual void count_takeover() const {}

  // How it was compiled, as an artefact's note tells it.
  virtual std::string_view settings() const = 0;
  // Whether it counts the instructions that it executes (StoreLimits::fuel).
  virtual bool is_metered() const = 0;
  // How it checks accesses to memories.
  virtual BoundsCheck bounds_check() const = 0;
};

// The instruction that code at this offset belongs to, by the rows of its function; 0 if there are none.
std::size_t wasm_offset_at(std::span<const ArtefactPosition> rows, std::size_t code_offset);

}  // namespace wrt
