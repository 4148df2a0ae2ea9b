// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The helpers of emit_util.h.
#include "compiler/llvm/emit_util.h"

#include <numeric>
#include <vector>

#include "compiler/llvm/module_emitter.h"
#include "lib/support/check.h"

namespace wrt::llvm_compiler {

namespace {

unsigned lane_count(llvm::Value* vector) {
  return llvm::cast<llvm::FixedVectorType>(vector->getType())->getNumElements();
}

// `count` elements of `vector`: `first`, `first` + `step`, ….
llvm::Value* pick(Emitter& emitter, llvm::Value* vector, unsigned first, unsigned step, unsigned count) {
  std::vector<int> indices(count);
  for (unsigned i = 0; i < count; ++i) indices[i] = static_cast<int>(first + i * step);
  return emitter.builder().CreateShuffleVector(vector, indices);
}

}  // namespace

llvm::IntegerType* integer_type(Emitter& emitter, std::uint32_t bytes) {
  return llvm::IntegerType::get(emitter.context(), bytes * 8);
}

Lane narrower(Lane lane) {
  WRT_CHECK(lane == Lane::I16 || lane == Lane::I32 || lane == Lane::I64);
  return static_cast<Lane>(static_cast<unsigned>(lane) - 1);
}

Lane wider(Lane lane) {
  WRT_CHECK(lane == Lane::I8 || lane == Lane::I16 || lane == Lane::I32);
  return static_cast<Lane>(static_cast<unsigned>(lane) + 1);
}

llvm::FixedVectorType* vector_of(Emitter& emitter, Lane lane, unsigned count) {
  return llvm::FixedVectorType::get(emitter.lane_type(lane), count);
}

llvm::Value* low_half(Emitter& emitter, llvm::Value* vector) {
  return pick(emitter, vector, 0, 1, lane_count(vector) / 2);
}

llvm::Value* high_half(Emitter& emitter, llvm::Value* vector) {
  return pick(emitter, vector, lane_count(vector) / 2, 1, lane_count(vector) / 2);
}

llvm::Value* every_second(Emitter& emitter, llvm::Value* vector, unsigned first) {
  return pick(emitter, vector, first, 2, lane_count(vector) / 2);
}

llvm::Value* concatenate(Emitter& emitter, llvm::Value* low, llvm::Value* high) {
  std::vector<int> indices(lane_count(low) * 2);
  std::iota(indices.begin(), indices.end(), 0);
  return emitter.builder().CreateShuffleVector(low, high, indices);
}

llvm::Value* pad_with_zeros(Emitter& emitter, llvm::Value* vector) {
  return concatenate(emitter, vector, llvm::Constant::getNullValue(vector->getType()));
}

llvm::Constant* constant(llvm::Type* type, std::uint64_t value) {
  // A negative value is given sign-extended; the bits above the type's width are dropped.
  const unsigned bits = type->getScalarSizeInBits();
  return llvm::ConstantInt::get(type, bits < 64 ? value & ((std::uint64_t{1} << bits) - 1) : value);
}

llvm::Value* call_intrinsic(Emitter& emitter, llvm::Intrinsic::ID id, std::initializer_list<llvm::Value*> operands) {
  return emitter.builder().CreateIntrinsic(id, {(*operands.begin())->getType()}, operands);
}

llvm::Value* call_target_intrinsic(Emitter& emitter, llvm::Intrinsic::ID id,
                                   std::initializer_list<llvm::Value*> operands) {
  return emitter.builder().CreateIntrinsic(id, {}, operands);
}

bool targets_x86(Emitter& emitter) {
  return emitter.module().triple().isX86();
}

bool targets_aarch64(Emitter& emitter) {
  return emitter.module().triple().isAArch64();
}

bool has_feature(Emitter& emitter, std::string_view feature) {
  return emitter.module().has_feature(feature);
}

}  // namespace wrt::llvm_compiler
