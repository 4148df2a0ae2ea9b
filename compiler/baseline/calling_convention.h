// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM's tailcc on x86-64, as lib/abi/vm_layout.h uses it: registers as in the System V convention, arguments that find
// none on the stack, 8 bytes each (16 for vectors, aligned), and the callee pops them. Their area is 8 bytes more than
// a multiple of 16, at least 8, so that a function that is entered by a jump, with more or fewer of them, finds an
// aligned stack.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/baseline/registers.h"
#include "lib/abi/vm_layout.h"
#include "lib/wasm/types.h"

namespace wrt::baseline {

struct ArgumentPlace {
  Gpr gpr = Gpr::None;
  Xmm xmm = Xmm::None;
  std::uint32_t stack_offset = 0;  // if it is in neither: from the first stack argument

  bool on_stack() const { return gpr == Gpr::None && xmm == Xmm::None; }
};

struct ArgumentPlaces {
  std::vector<ArgumentPlace> params;
  std::uint32_t stack_size = 8;
  bool results_in_memory = false;  // the address of their array is in rsi
};

inline ArgumentPlaces argument_places(const FuncType& type) {
  ArgumentPlaces places;
  places.results_in_memory = type.results.size() > kMaxDirectResults;
  std::size_t gprs = places.results_in_memory ? 2 : 1;  // the VMContext is in rdi
  std::size_t xmms = 0;
  std::uint32_t stack = 0;
  std::uint32_t alignment = 8;
  for (const ValType each : type.params) {
    ArgumentPlace& place = places.params.emplace_back();
    const bool is_vector_register = each == ValType::F32 || each == ValType::F64 || each == ValType::V128;
    if (is_vector_register && xmms < kArgumentXmms) {
      place.xmm = static_cast<Xmm>(xmms++);
    } else if (!is_vector_register && gprs < kArgumentGprs.size()) {
      place.gpr = kArgumentGprs[gprs++];
    } else {
      const std::uint32_t size = each == ValType::V128 ? 16 : 8;
      stack = (stack + size - 1) / size * size;
      place.stack_offset = stack;
      stack += size;
      alignment = std::max(alignment, size);
    }
  }
  // LLVM's code has another argument there (ModuleEmitter::wasm_entry_type()).
  stack = (stack + alignment - 1) / alignment * alignment;
  places.stack_size = (stack + 8 + 15) / 16 * 16 - 8;
  return places;
}

// Where up to two results are.
struct ResultPlace {
  Gpr gpr = Gpr::None;
  Xmm xmm = Xmm::None;
};

inline std::vector<ResultPlace> result_places(const FuncType& type) {
  std::vector<ResultPlace> places;
  unsigned gprs = 0;
  unsigned xmms = 0;
  for (const ValType each : type.results) {
    if (each == ValType::F32 || each == ValType::F64 || each == ValType::V128) {
      places.push_back({Gpr::None, xmms++ == 0 ? kResultXmm : kSecondResultXmm});
    } else {
      places.push_back({gprs++ == 0 ? kResultGpr : kSecondResultGpr, Xmm::None});
    }
  }
  return places;
}

}  // namespace wrt::baseline
