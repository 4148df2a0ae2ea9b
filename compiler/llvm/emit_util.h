// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the emit_ functions of several files share: operands that are scalars or vectors after the row's letters, the
// target's architecture and features, and a few vector shapes.
//
// A target-specific instruction is used only where has_feature() says that the target has it; behind each stands
// portable IR with the same result.
#pragma once

#include <cstdint>
#include <string_view>

#include <llvm/IR/Intrinsics.h>

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

// Whether the row's first operand is a v128.
inline bool takes_vector(const EmitArgs& args) {
  return args.info.operands.starts_with('v');
}

// The top operand: a vector of the row's lanes, or a scalar as it lies on the stack.
inline llvm::Value* pop_operand(Emitter& emitter, const EmitArgs& args) {
  return takes_vector(args) ? emitter.pop_vector(args.info.lane) : emitter.pop();
}

struct Operands {
  llvm::Value* lhs;
  llvm::Value* rhs;
};
// The two topmost operands.
inline Operands pop_operands(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* rhs = pop_operand(emitter, args);
  llvm::Value* lhs = pop_operand(emitter, args);
  return {lhs, rhs};
}

inline void push_result(Emitter& emitter, llvm::Value* value) {
  if (value->getType()->isVectorTy()) {
    emitter.push_vector(value);
  } else {
    emitter.push(value);
  }
}

// The operand type behind the row's only result letter, v128 excepted.
inline llvm::Type* result_type(Emitter& emitter, const EmitArgs& args) {
  return emitter.operand_type(args.info.result.front());
}

// i8 to i64 by the width in bytes; float lanes too, since only the bits matter to the caller.
llvm::IntegerType* integer_type(Emitter& emitter, std::uint32_t bytes);
// The lane of half or twice the width: I16 to I8 and so on. Precondition: there is one.
Lane narrower(Lane lane);
Lane wider(Lane lane);
// `count` lanes.
llvm::FixedVectorType* vector_of(Emitter& emitter, Lane lane, unsigned count);
// The lower or upper half of a vector, or its elements at `first`, `first` + 2, ….
llvm::Value* low_half(Emitter& emitter, llvm::Value* vector);
llvm::Value* high_half(Emitter& emitter, llvm::Value* vector);
llvm::Value* every_second(Emitter& emitter, llvm::Value* vector, unsigned first);
// A vector of both, `low` first; the types are equal.
llvm::Value* concatenate(Emitter& emitter, llvm::Value* low, llvm::Value* high);
// `vector` and as many zeros behind it.
llvm::Value* pad_with_zeros(Emitter& emitter, llvm::Value* vector);

// A constant of any integer or integer vector type.
llvm::Constant* constant(llvm::Type* type, std::uint64_t value);
// An intrinsic overloaded in the first operand's type, or in none.
llvm::Value* call_intrinsic(Emitter& emitter, llvm::Intrinsic::ID id, std::initializer_list<llvm::Value*> operands);
llvm::Value* call_target_intrinsic(Emitter& emitter, llvm::Intrinsic::ID id,
                                   std::initializer_list<llvm::Value*> operands);

bool targets_x86(Emitter& emitter);
bool targets_aarch64(Emitter& emitter);
// Whether the target has LLVM's feature of this name ("ssse3"). x86-64 always has SSE2, AArch64 NEON.
bool has_feature(Emitter& emitter, std::string_view feature);

}  // namespace wrt::llvm_compiler
