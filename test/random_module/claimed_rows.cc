// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one visible list of what is left out. What stands in is_claimed() by feature or opcode is explained in kAvoided.
#include "test/random_module/claimed_rows.h"

#include <array>

namespace wrt::random_module {

namespace {

constexpr std::array kAvoided = {
    Avoided{"garbage collection, function references, wide arithmetic, custom page sizes", "not in wasm-interp 1.0.32"},
    Avoided{"try_table, throw_ref", "wasm-interp 1.0.32 has the exception proposal before try_table; throw is made"},
    Avoided{"relaxed vector instructions", "the results may differ lawfully, even from those of the same processor"},
    Avoided{"memory.atomic.wait32, .wait64, .notify, atomic.fence", "wasm-interp traps: \"not implemented\""},
    Avoided{"memory.copy between two memories",
            "wasm-interp 1.0.32 swaps the two indices (wabt's change #2294), and takes the length of a copy between "
            "address types with the type of one (#2800)"},
    Avoided{"offsets of 2^32 and more in memories with 64-bit addresses", "wasm-interp drops the upper half (#2799)"},
    Avoided{"imported functions", "wasm-interp 1.0.32 resolves return_call by the wrong index behind them (#2563)"},
    Avoided{"return_call and return_call_indirect above other operands",
            "wasm-interp counts the operands to drop after its validator has forgotten them, and so leaves them among "
            "the callee's locals"},
    Avoided{"exhausted call stacks", "each engine has a depth of its own; and wasm-interp goes on behind them (#2464)"},
    Avoided{"tables with 64-bit addresses", "not in wasm-interp 1.0.32"},
};

bool is_claimed_feature(Feature feature) {
  switch (feature) {
    case Feature::Mvp:
    case Feature::SignExtension:
    case Feature::SaturatingFloatToInt:
    case Feature::ReferenceTypes:
    case Feature::BulkMemory:
    case Feature::Simd:
    case Feature::TailCall:
    case Feature::Threads: return true;
    case Feature::MutableGlobals:
    case Feature::MultiValue:
    case Feature::ExtendedConst:
    case Feature::MultiMemory:
    case Feature::Memory64:
    case Feature::RelaxedSimd:
    case Feature::FunctionReferences:
    case Feature::Gc:
    case Feature::Exceptions:
    case Feature::LegacyExceptions:
    case Feature::WideArithmetic:
    case Feature::CustomPageSizes: return false;  // they add no row, or are avoided
  }
  return false;
}

}  // namespace

bool is_claimed(Opcode opcode) {
  const OpcodeInfo& row = opcode_info(opcode);
  if (opcode == Opcode::Throw) return true;
  if (row.meaning == Meaning::AtomicNotify || row.meaning == Meaning::AtomicWait) return false;
  if (row.meaning == Meaning::AtomicFence) return false;
  return is_claimed_feature(row.feature);
}

std::span<const Avoided> avoided() {
  return kAvoided;
}

}  // namespace wrt::random_module
