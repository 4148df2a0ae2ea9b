// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionCode: the machine code of one function, or of a thunk, as a compiler hands it over that makes one function at
// a time, and the runtime puts it somewhere. It can lie anywhere within 2 GiB of the module's slots.
//
// All such code begins with a frame as LLVM's has it (the caller's frame pointer pushed, and the frame pointer set to
// where it lies), so that wherever it calls, the canonical frame address is the frame pointer + 16.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/abi/artefact.h"

namespace wrt {

// What a module has one of for each function that it defines, in memory that code reaches by its distance.
enum class FunctionSlot : std::uint8_t {
  Entry,    // 8 bytes: the wasm_entry to call now (VMContext::functions)
  Counter,  // 4 bytes, signed: how often the function may still be entered, or a loop of it repeated, until it counts
            // as hot
};

struct FunctionCode {
  // Instructions, and behind them what they read: jump tables. Aligned to 16 where it is put.
  std::vector<std::uint8_t> bytes;
  std::uint32_t code_size = 0;  // of the instructions

  // At `offset`, four bytes of `bytes` are to hold the distance to a slot, counted from `origin`, the offset of the
  // instruction behind.
  struct SlotUse {
    std::uint32_t offset;
    std::uint32_t origin;
    std::uint32_t function;  // among those that the module defines
    FunctionSlot slot;
  };
  std::vector<SlotUse> slot_uses;

  // Registers of the caller that the function keeps in its frame, for unwinding.
  struct SavedRegister {
    std::uint8_t dwarf_number;
    std::uint8_t words_below;  // it lies at the canonical frame address - 8 * words_below
  };
  std::vector<SavedRegister> saved_registers;

  // Calls in [begin, end) whose exceptions arrive at landing_pad, which gets the VMException where LLVM's landing pads
  // get it (the first register of exception data); offsets in `bytes`, by rising begin. What lies between throws on.
  struct CallSites {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t landing_pad;
  };
  std::vector<CallSites> call_sites;

  // By rising code offset, as an artefact's; empty unless asked for: the same code is made again when they are needed.
  std::vector<ArtefactPosition> positions;
};

}  // namespace wrt
