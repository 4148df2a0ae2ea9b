// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame of a body: fuel, items, locals, and the one place where NaNs are made canonical.
#include "test/random_module/function_generator.h"

#include <algorithm>

#include "lib/support/check.h"

namespace wrt::random_module {

namespace {

constexpr std::uint32_t kCanonicalF32 = 0x7fc00000;
constexpr std::uint64_t kCanonicalF64 = 0x7ff8000000000000;

Opcode store_of(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return Opcode::I32Store;
    case ValType::I64: return Opcode::I64Store;
    case ValType::F32: return Opcode::F32Store;
    case ValType::F64: return Opcode::F64Store;
    case ValType::V128: return Opcode::V128Store;
    case ValType::Ref:
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

template <typename T>
std::array<std::uint8_t, 16> splat(T lane) {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(lane >> (8 * (i % sizeof(T))));
  return bytes;
}

}  // namespace

FunctionGenerator::FunctionGenerator(const ModulePlan& plan, FuncIndex function, std::uint64_t seed,
                                     const std::set<BodyItem>& left_out, OpcodeCounts& counts)
    : plan_(plan),
      function_(function),
      seed_(seed),
      left_out_(left_out),
      random_(seed, function + 1, 0),
      code_(&counts) {}

std::vector<std::uint8_t> FunctionGenerator::generate() {
  for (const ValType type : own_type().params) locals_.push_back({type, crossing_bits(type)});
  const std::uint32_t extra = 2 + random_.below(6);
  for (std::uint32_t i = 0; i < extra; ++i) {
    const ValType type = random_type(random_);
    NanBits bits = random_.percent(50) ? NanBits::Exact : crossing_bits(type);
    if (type == ValType::V128) bits = random_.one_of({NanBits::Exact, NanBits::AnyF32, NanBits::AnyF64});
    locals_.push_back({type, bits});
  }
  chosen_locals_ = locals_.size();
  labels_.push_back({own_type().results, false});
  prologue();

  const std::uint32_t statements = 2 + random_.below(random_.percent(5) ? 16 : 5);
  for (items_ = 0; items_ < statements; ++items_) {
    if (is_left_out(items_)) continue;
    start_item(items_);
    statement();
  }
  start_item(items_);
  if (is_left_out(items_)) {
    for (const ValType type : own_type().results) code_.zero(type);
  } else {
    if (random_.percent(50)) show_locals();
    crossing_values(own_type().results, kDepth);
  }
  ++items_;
  code_.end();

  std::vector<ValType> declared;
  for (std::size_t i = own_type().params.size(); i < locals_.size(); ++i) declared.push_back(locals_[i].type);
  return make_body(declared, code_);
}

// Ends quietly when the fuel is used up.
void FunctionGenerator::prologue() {
  code_.emit(Opcode::GlobalGet, kFuelGlobal);
  code_.emit(Opcode::I32Eqz);
  code_.block(Opcode::If, {});
  for (const ValType type : own_type().results) code_.zero(type);
  code_.emit(Opcode::Return);
  code_.end();
  code_.emit(Opcode::GlobalGet, kFuelGlobal);
  code_.i32_const(1);
  code_.emit(Opcode::I32Sub);
  code_.emit(Opcode::GlobalSet, kFuelGlobal);
}

void FunctionGenerator::start_item(std::uint32_t item) {
  random_ = RandomSource(seed_, function_ + 1, item + 1);
  spent_ = 0;
}

LocalIndex FunctionGenerator::new_local(ValType type) {
  locals_.push_back({type, NanBits::Exact});
  return static_cast<LocalIndex>(locals_.size() - 1);
}

LocalIndex FunctionGenerator::scratch(ValType type) {
  for (const auto& [each, local] : scratch_) {
    if (each == type) return local;
  }
  return scratch_.emplace_back(type, new_local(type)).second;
}

std::optional<LocalIndex> FunctionGenerator::random_local(ValType type) {
  const std::uint32_t count = static_cast<std::uint32_t>(chosen_locals_);
  if (count == 0) return std::nullopt;
  const std::uint32_t start = random_.below(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const LocalIndex local = (start + i) % count;
    if (locals_[local].type == type) return local;
  }
  return std::nullopt;
}

void FunctionGenerator::set_local(LocalIndex local, NanBits bits) {
  require(locals_[local].type, bits, locals_[local].bits);
  code_.emit(Opcode::LocalSet, local);
}

void FunctionGenerator::consume(ValType type, NanBits bits) {
  const std::optional<LocalIndex> local = random_local(type);
  if (local && random_.percent(75)) return set_local(*local, bits);
  code_.emit(Opcode::Drop);
}

void FunctionGenerator::consume(std::span<const ValType> types) {
  for (std::size_t i = types.size(); i-- > 0;) consume(types[i], crossing_bits(types[i]));
}

void FunctionGenerator::show(ValType type, NanBits bits) {
  if (type.is_ref()) {
    code_.emit(Opcode::RefIsNull);
    type = ValType::I32;
  }
  require(type, bits, NanBits::Exact);
  const LocalIndex local = scratch(type);
  code_.emit(Opcode::LocalSet, local);
  code_.i32_const(16 * random_.below(0x1000));
  code_.emit(Opcode::LocalGet, local);
  code_.access(store_of(type), {});
}

void FunctionGenerator::show_locals() {
  for (LocalIndex local = 0; local < chosen_locals_; ++local) {
    code_.emit(Opcode::LocalGet, local);
    show(locals_[local].type, locals_[local].bits);
  }
}

NanBits FunctionGenerator::require(ValType type, NanBits bits, NanBits allowed) {
  if (bits == NanBits::Exact || bits == allowed) return bits;
  const LocalIndex local = scratch(type);
  const bool is_f32 = bits == NanBits::AnyF32;
  const bool is_vector = type == ValType::V128;
  code_.emit(Opcode::LocalTee, local);
  if (is_vector) {
    code_.v128_const(is_f32 ? splat(kCanonicalF32) : splat(kCanonicalF64));
  } else if (is_f32) {
    code_.f32_const(kCanonicalF32);
  } else {
    code_.f64_const(kCanonicalF64);
  }
  code_.emit(Opcode::LocalGet, local);
  code_.emit(Opcode::LocalGet, local);
  if (is_vector) {
    code_.emit(is_f32 ? Opcode::F32x4Eq : Opcode::F64x2Eq);
    code_.emit(Opcode::V128Bitselect);
  } else {
    code_.emit(is_f32 ? Opcode::F32Eq : Opcode::F64Eq);
    code_.emit(Opcode::Select);
  }
  return NanBits::Exact;
}

// Scalars go as they are. What is in a vector's lanes is forgotten on the way, so it must be exact.
NanBits FunctionGenerator::crossing_bits(ValType type) {
  if (type == ValType::F32) return NanBits::AnyF32;
  if (type == ValType::F64) return NanBits::AnyF64;
  return NanBits::Exact;
}

}  // namespace wrt::random_module
