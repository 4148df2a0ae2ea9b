// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Both move values between registers and an array of Values; the array holds the parameters before the call and the
// results after it. rbx keeps the address of an array across the call.
#include "compiler/baseline/thunks.h"

#include <algorithm>

#include "compiler/baseline/assembler.h"
#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/local_plan.h"

namespace wrt::baseline {

namespace {

constexpr std::int32_t kValueSize = sizeof(Value);
constexpr std::uint8_t kDwarfRbx = 3;

Width width(ValType type) {
  return type == ValType::I32 || type == ValType::F32 ? Width::W32 : Width::W64;
}

Mem element(Gpr array, std::size_t index) {
  return {array, static_cast<std::int32_t>(index) * kValueSize};
}

class ThunkAssembler {
 public:
  void load(Gpr gpr, Xmm xmm, const Mem& from, ValType type) {
    if (gpr != Gpr::None) return asm_.load(width(type), gpr, from);
    if (type == ValType::V128) return asm_.load_vector(xmm, from);
    asm_.load_float(width(type), xmm, from);
  }
  void store(const Mem& to, Gpr gpr, Xmm xmm, ValType type) {
    if (gpr != Gpr::None) return asm_.store(width(type), to, gpr);
    if (type == ValType::V128) return asm_.store_vector(to, xmm);
    asm_.store_float(width(type), to, xmm);
  }
  // Whatever is defined of the value.
  void copy(const Mem& to, const Mem& from, ValType type) {
    const bool is_vector = is_vector_register_type(type.kind());
    const Gpr gpr = is_vector ? Gpr::None : kScratch;
    load(gpr, kScratchXmm, from, type);
    store(to, gpr, kScratchXmm, type);
  }
  void begin() {
    asm_.push(Gpr::Rbp);
    asm_.mov(Width::W64, Gpr::Rbp, Gpr::Rsp);
    asm_.push(Gpr::Rbx);
  }
  FunctionCode end(std::uint32_t pop_bytes) {
    asm_.pop(Gpr::Rbx);
    asm_.pop(Gpr::Rbp);
    asm_.ret(pop_bytes);
    FunctionCode code;
    code.bytes.assign(asm_.code().begin(), asm_.code().end());
    code.code_size = static_cast<std::uint32_t>(code.bytes.size());
    code.saved_registers.push_back({kDwarfRbx, 3});
    return code;
  }

  Assembler asm_;
};

}  // namespace

FunctionCode make_array_entry(const FuncType& type) {
  const ArgumentPlaces places = argument_places(type);
  ThunkAssembler thunk;
  Assembler& code = thunk.asm_;
  thunk.begin();
  code.mov(Width::W64, Gpr::Rbx, Gpr::Rsi);
  code.mov(Width::W64, Gpr::Rax, Gpr::Rdi);
  code.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, static_cast<std::int32_t>(places.stack_size));
  for (std::size_t i = 0; i < type.params.size(); ++i) {
    const ArgumentPlace& place = places.params[i];
    if (place.on_stack()) {
      thunk.copy({Gpr::Rsp, static_cast<std::int32_t>(place.stack_offset)}, element(Gpr::Rbx, i), type.params[i]);
    } else {
      thunk.load(place.gpr, place.xmm, element(Gpr::Rbx, i), type.params[i]);
    }
  }
  if (places.results_in_memory) code.mov(Width::W64, Gpr::Rsi, Gpr::Rbx);
  code.load(Width::W64, Gpr::Rdi, {Gpr::Rax, kVMFuncRef_vmctx});
  code.call(Mem{Gpr::Rax, kVMFuncRef_wasm_entry});
  if (!places.results_in_memory) {
    const std::vector<ResultPlace> results = result_places(type);
    for (std::size_t i = 0; i < results.size(); ++i)
      thunk.store(element(Gpr::Rbx, i), results[i].gpr, results[i].xmm, type.results[i]);
  }
  return thunk.end(0);
}

FunctionCode make_host_entry(const FuncType& type) {
  const ArgumentPlaces places = argument_places(type);
  ThunkAssembler thunk;
  Assembler& code = thunk.asm_;
  thunk.begin();
  if (places.results_in_memory) code.mov(Width::W64, Gpr::Rbx, Gpr::Rsi);
  const std::size_t count = std::max({type.params.size(), type.results.size(), std::size_t{1}});
  const std::int32_t size = static_cast<std::int32_t>(count) * kValueSize + 8;
  code.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, size);
  // Large ones may reach beyond the stack's guard: touched from the top.
  for (std::size_t i = type.params.size(); i > 0; --i) {
    const ArgumentPlace& place = places.params[i - 1];
    if (place.on_stack()) {
      thunk.copy(element(Gpr::Rsp, i - 1), {Gpr::Rbp, static_cast<std::int32_t>(16 + place.stack_offset)},
                 type.params[i - 1]);
    } else {
      thunk.store(element(Gpr::Rsp, i - 1), place.gpr, place.xmm, type.params[i - 1]);
    }
  }
  code.load(Width::W64, Gpr::Rdi, {Gpr::Rdi, kVMHostContext_func_ref});
  code.mov(Width::W64, Gpr::Rsi, Gpr::Rsp);
  code.call(Mem{Gpr::Rdi, kVMFuncRef_array_entry});
  if (places.results_in_memory) {
    for (std::size_t i = 0; i < type.results.size(); ++i)
      thunk.copy(element(Gpr::Rbx, i), element(Gpr::Rsp, i), type.results[i]);
  } else {
    const std::vector<ResultPlace> results = result_places(type);
    for (std::size_t i = 0; i < results.size(); ++i)
      thunk.load(results[i].gpr, results[i].xmm, element(Gpr::Rsp, i), type.results[i]);
  }
  code.alu_imm(Alu::Add, Width::W64, Gpr::Rsp, size);
  return thunk.end(places.stack_size);
}

}  // namespace wrt::baseline
