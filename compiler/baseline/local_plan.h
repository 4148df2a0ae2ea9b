// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LocalPlan: which locals of a function live in registers, decided before its code is made by a quick look over its
// instructions: uses are counted, those in loops more. A local stays where it is for the whole function, so that where
// control flow joins there is nothing to move. It also tells what the frame is to look like.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/baseline/assembler.h"
#include "lib/binary/body_reader.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt::baseline {

inline bool is_vector_register_type(ValType::Kind type) {
  return type == ValType::F32 || type == ValType::F64 || type == ValType::V128;
}

// Where a local is: in one of the registers, or in its slot of the frame.
struct LocalPlace {
  ValType::Kind type = ValType::I32;
  Gpr gpr = Gpr::None;
  Xmm xmm = Xmm::None;

  bool in_register() const { return gpr != Gpr::None || xmm != Xmm::None; }
};

class LocalPlan {
 public:
  // Reads a function's body. Errors: Malformed, if it is not what a validator has seen.
  Result<> make(const Module& module, FuncIndex function);

  std::span<const LocalPlace> locals() const { return locals_; }
  // Whether a local of that type, or an operand, may need 16 bytes.
  bool has_vectors() const { return has_vectors_; }
  // Whether an instruction accesses the first memory at a 32-bit address: its base is then in r15.
  bool uses_memory() const { return uses_memory_; }
  // Registers of the caller that the function changes, as a set of Gpr.
  std::uint32_t saved_registers() const { return saved_; }
  // Locals in registers that calls destroy.
  std::span<const LocalIndex> lost_in_calls() const { return lost_in_calls_; }

 private:
  Result<> count_uses(const Module& module, BodyReader& reader);
  void count(const Module& module, const Instruction& instruction);
  void place(std::span<const Gpr> gprs, std::span<const Xmm> xmms, std::uint64_t cost);
  void choose();

  std::vector<LocalPlace> locals_;
  std::vector<LocalRun> runs_;
  std::vector<std::uint64_t> uses_;  // by local, weighted
  std::vector<bool> is_loop_;        // of the open blocks
  std::vector<LocalIndex> by_use_;   // candidates, the most used first
  std::vector<LocalIndex> lost_in_calls_;
  std::uint64_t weight_ = 1;  // of a use here
  std::uint64_t calls_ = 0;   // weighted
  std::uint32_t loops_ = 0;   // open ones
  bool has_vectors_ = false;
  bool uses_memory_ = false;
  std::uint32_t saved_ = 0;
};

}  // namespace wrt::baseline
