// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads and stores (section 4.6.9). Guest memory is little-endian, and so is every target. The bounds check, if the
// memory needs one, is guest_address()'s; the alignment that a guest states is a hint that promises nothing, so every
// access here has alignment 1.
#include "compiler/llvm/emit_memory.h"

#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

// A value of `type` at the popped address.
llvm::Value* load(Emitter& emitter, const EmitArgs& args, llvm::Type* type) {
  const MemArg& memarg = args.instruction.memarg;
  const auto size = static_cast<std::uint32_t>(type->getPrimitiveSizeInBits() / 8);
  return emitter.guest_load(type, emitter.guest_address(memarg, emitter.pop(), size), memarg);
}

void store(Emitter& emitter, const EmitArgs& args, llvm::Value* value) {
  const MemArg& memarg = args.instruction.memarg;
  const auto size = static_cast<std::uint32_t>(value->getType()->getPrimitiveSizeInBits() / 8);
  emitter.guest_store(value, emitter.guest_address(memarg, emitter.pop(), size), memarg);
}

// Eight bytes of lanes.
llvm::Value* load_half_vector(Emitter& emitter, const EmitArgs& args) {
  return load(emitter, args, vector_of(emitter, args.info.lane, 8 / lane_size(args.info.lane)));
}

}  // namespace

void emit_load(Emitter& emitter, const EmitArgs& args) {
  emitter.push(load(emitter, args, emitter.lane_type(args.info.lane)));
}

void emit_load_s(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* value = load(emitter, args, emitter.lane_type(args.info.lane));
  emitter.push(emitter.builder().CreateSExt(value, result_type(emitter, args)));
}

void emit_load_u(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* value = load(emitter, args, emitter.lane_type(args.info.lane));
  emitter.push(emitter.builder().CreateZExt(value, result_type(emitter, args)));
}

// Also of the low bytes of an integer.
void emit_store(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* value = emitter.pop();
  if (value->getType()->isIntegerTy()) value = emitter.builder().CreateTrunc(value, emitter.lane_type(args.info.lane));
  store(emitter, args, value);
}

// --- Vectors ---

void emit_load_extend_s(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* lanes = load_half_vector(emitter, args);
  emitter.push_vector(emitter.builder().CreateSExt(lanes, emitter.vector_type(wider(args.info.lane))));
}

void emit_load_extend_u(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* lanes = load_half_vector(emitter, args);
  emitter.push_vector(emitter.builder().CreateZExt(lanes, emitter.vector_type(wider(args.info.lane))));
}

void emit_load_splat(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* element = load(emitter, args, emitter.lane_type(args.info.lane));
  emitter.push_vector(emitter.builder().CreateVectorSplat(16 / lane_size(args.info.lane), element));
}

void emit_load_zero(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* element = load(emitter, args, emitter.lane_type(args.info.lane));
  llvm::Value* zero = llvm::Constant::getNullValue(emitter.vector_type(args.info.lane));
  emitter.push_vector(emitter.builder().CreateInsertElement(zero, element, std::uint64_t{0}));
}

void emit_load_lane(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  llvm::Value* element = load(emitter, args, emitter.lane_type(args.info.lane));
  emitter.push_vector(emitter.builder().CreateInsertElement(vector, element, std::uint64_t{args.instruction.lane}));
}

void emit_store_lane(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  store(emitter, args, emitter.builder().CreateExtractElement(vector, std::uint64_t{args.instruction.lane}));
}

}  // namespace wrt::llvm_compiler
