// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Plain code, written out by hand; it is the same for all engines, and simple enough not to be what they differ in.
#include "test/random_module/harness.h"

#include <utility>

#include "lib/support/check.h"
#include "test/random_module/code_writer.h"
#include "test/random_module/interesting_values.h"

namespace wrt::random_module {

namespace {

constexpr std::uint64_t kPrime = 0x100000001b3;
constexpr std::uint32_t kPageLog2 = 16;
// Words hashed in one iteration.
constexpr std::uint32_t kUnrolled = 8;

// Locals of one harness function.
class HarnessWriter : public CodeWriter {
 public:
  HarnessWriter() : CodeWriter(nullptr) {}
  LocalIndex new_local(ValType type) {
    locals_.push_back(type);
    return static_cast<LocalIndex>(locals_.size() - 1);
  }
  HarnessFunction finish(FuncType type) {
    end();
    return {std::move(type), make_body(locals_, *this)};
  }

 private:
  std::vector<ValType> locals_;
};

// The float in `local`, its NaN canonical, as an integer.
void show_float(HarnessWriter& code, LocalIndex local, bool is_f32) {
  code.emit(Opcode::LocalGet, local);
  is_f32 ? code.f32_const(0x7fc00000) : code.f64_const(0x7ff8000000000000);
  code.emit(Opcode::LocalGet, local);
  code.emit(Opcode::LocalGet, local);
  code.emit(is_f32 ? Opcode::F32Eq : Opcode::F64Eq);
  code.emit(Opcode::Select);
  code.emit(is_f32 ? Opcode::I32ReinterpretF32 : Opcode::I64ReinterpretF64);
}

void extract_i64(HarnessWriter& code, LocalIndex local, std::uint8_t lane) {
  code.emit(Opcode::LocalGet, local);
  code.access(Opcode::I64x2ExtractLane, {}, lane);
}

// Pushes what is in `local` as one integer or two, and adds their types to `types`.
void show(HarnessWriter& code, LocalIndex local, ValType type, std::vector<ValType>& types) {
  switch (type.kind()) {
    case ValType::I32:
    case ValType::I64:
      code.emit(Opcode::LocalGet, local);
      types.push_back(type);
      return;
    case ValType::F32:
      show_float(code, local, true);
      types.push_back(ValType::I32);
      return;
    case ValType::F64:
      show_float(code, local, false);
      types.push_back(ValType::I64);
      return;
    case ValType::V128:
      extract_i64(code, local, 0);
      extract_i64(code, local, 1);
      types.insert(types.end(), 2, ValType::I64);
      return;
    case ValType::Ref:
      code.emit(Opcode::LocalGet, local);
      code.emit(Opcode::RefIsNull);
      types.push_back(ValType::I32);
      return;
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

void argument(HarnessWriter& code, ValType type, const ModulePlan& plan, RandomSource& random) {
  switch (type.kind()) {
    case ValType::I32: return code.i32_const(interesting_i32(random));
    case ValType::I64: return code.i64_const(interesting_i64(random));
    case ValType::F32: return code.f32_const(interesting_f32(random));
    case ValType::F64: return code.f64_const(interesting_f64(random));
    case ValType::V128: return code.v128_const(interesting_v128(random));
    case ValType::Ref:
      if (type == ValType::externref() || random.percent(40)) return code.ref_null(type);
      return code.emit(Opcode::RefFunc, random.below(static_cast<std::uint32_t>(plan.functions.size())));
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

// hash = (hash ^ the i64 on top) * kPrime
void mix(HarnessWriter& code, LocalIndex hash) {
  code.emit(Opcode::LocalGet, hash);
  code.emit(Opcode::I64Xor);
  code.i64_const(kPrime);
  code.emit(Opcode::I64Mul);
  code.emit(Opcode::LocalSet, hash);
}

void mix_shown(HarnessWriter& code, LocalIndex hash, LocalIndex local, ValType type) {
  std::vector<ValType> shown;
  show(code, local, type, shown);
  for (std::size_t i = shown.size(); i-- > 0;) {
    if (shown[i] == ValType::I32) code.emit(Opcode::I64ExtendI32U);
    mix(code, hash);
  }
}

void hash_memory(HarnessWriter& code, LocalIndex hash, MemoryIndex index, const MemoryPlan& memory) {
  const LocalIndex at = code.new_local(address_val_type(memory.address));
  const LocalIndex end = code.new_local(address_val_type(memory.address));
  const bool is_32 = memory.address == AddressType::I32;
  code.emit(Opcode::MemorySize, index);
  code.address_const(memory.address, kPageLog2);
  code.emit(is_32 ? Opcode::I32Shl : Opcode::I64Shl);
  code.emit(Opcode::LocalSet, end);
  code.block(Opcode::Loop, {});
  code.emit(Opcode::LocalGet, hash);
  for (std::uint32_t i = 0; i < kUnrolled; ++i) {
    code.emit(Opcode::LocalGet, at);
    code.access(Opcode::I64Load, {3, index, 8 * i});
    code.emit(Opcode::I64Xor);
    code.i64_const(kPrime);
    code.emit(Opcode::I64Mul);
  }
  code.emit(Opcode::LocalSet, hash);
  code.emit(Opcode::LocalGet, at);
  code.address_const(memory.address, 8 * kUnrolled);
  code.emit(is_32 ? Opcode::I32Add : Opcode::I64Add);
  code.emit(Opcode::LocalTee, at);
  code.emit(Opcode::LocalGet, end);
  code.emit(is_32 ? Opcode::I32LtU : Opcode::I64LtU);
  code.emit(Opcode::BrIf, 0);
  code.end();
}

void hash_table(HarnessWriter& code, LocalIndex hash, TableIndex table) {
  const LocalIndex at = code.new_local(ValType::I32);
  code.block(Opcode::Block, {});
  code.block(Opcode::Loop, {});
  code.emit(Opcode::LocalGet, at);
  code.emit(Opcode::TableSize, table);
  code.emit(Opcode::I32GeU);
  code.emit(Opcode::BrIf, 1);
  code.emit(Opcode::LocalGet, at);
  code.emit(Opcode::TableGet, table);
  code.emit(Opcode::RefIsNull);
  code.emit(Opcode::I64ExtendI32U);
  mix(code, hash);
  code.emit(Opcode::LocalGet, at);
  code.i32_const(1);
  code.emit(Opcode::I32Add);
  code.emit(Opcode::LocalSet, at);
  code.emit(Opcode::Br, 0);
  code.end();
  code.end();
  code.emit(Opcode::LocalGet, at);
  code.emit(Opcode::I64ExtendI32U);
  mix(code, hash);
}

}  // namespace

HarnessFunction make_call_function(const ModulePlan& plan, FuncIndex function, RandomSource& random) {
  const FuncType& signature = plan.signature(function);
  HarnessWriter code;
  code.i32_const(kFuel);
  code.emit(Opcode::GlobalSet, kFuelGlobal);
  for (const ValType type : signature.params) argument(code, type, plan, random);
  code.emit(Opcode::Call, function);
  std::vector<LocalIndex> results;
  for (const ValType type : signature.results) results.push_back(code.new_local(type));
  for (std::size_t i = results.size(); i-- > 0;) code.emit(Opcode::LocalSet, results[i]);
  FuncType type;
  for (std::size_t i = 0; i < results.size(); ++i) show(code, results[i], signature.results[i], type.results);
  return code.finish(std::move(type));
}

HarnessFunction make_state_function(const ModulePlan& plan) {
  HarnessWriter code;
  const LocalIndex hash = code.new_local(ValType::I64);
  for (GlobalIndex global = 0; global < plan.globals.size(); ++global) {
    const LocalIndex value = code.new_local(plan.globals[global].type);
    code.emit(Opcode::GlobalGet, global);
    code.emit(Opcode::LocalSet, value);
    mix_shown(code, hash, value, plan.globals[global].type);
  }
  for (TableIndex table = 0; table < plan.tables.size(); ++table) hash_table(code, hash, table);
  for (MemoryIndex memory = 0; memory < plan.memories.size(); ++memory) {
    hash_memory(code, hash, memory, plan.memories[memory]);
  }
  code.emit(Opcode::LocalGet, hash);
  return code.finish({{}, {ValType::I64}});
}

HarnessFunction make_reset_function(const ModulePlan& plan, RandomSource& random) {
  HarnessWriter code;
  for (MemoryIndex memory = 0; memory < plan.memories.size(); ++memory) {
    const AddressType address = plan.memories[memory].address;
    code.address_const(address, 0);
    code.i32_const(0);
    code.emit(Opcode::MemorySize, memory);
    code.address_const(address, kPageLog2);
    code.emit(address == AddressType::I32 ? Opcode::I32Shl : Opcode::I64Shl);
    code.emit(Opcode::MemoryFill, memory);
    for (const std::uint32_t start : {0u, 1024u, 4096u - plan.data[0], (1u << kPageLog2) - plan.data[0]}) {
      code.address_const(address, start);
      code.i32_const(0);
      code.i32_const(plan.data[0]);
      code.emit(Opcode::MemoryInit, 0, memory);
    }
  }
  for (TableIndex table = 0; table < plan.tables.size(); ++table) {
    code.i32_const(0);
    code.ref_null(plan.tables[table].element);
    code.emit(Opcode::TableSize, table);
    code.emit(Opcode::TableFill, table);
  }
  code.i32_const(0);
  code.i32_const(0);
  code.i32_const(static_cast<std::uint32_t>(plan.elements[0].size()));
  code.emit(Opcode::TableInit, 0, kFuncTable);
  for (GlobalIndex global = 0; global < plan.globals.size(); ++global) {
    if (!plan.globals[global].is_mutable) continue;
    argument(code, plan.globals[global].type, plan, random);
    code.emit(Opcode::GlobalSet, global);
  }
  return code.finish({});
}

}  // namespace wrt::random_module
