// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine code, by hand: x86-64.
#if defined(__x86_64__)

#include "test/unit/runtime/lazy_guest.h"

#include <cstring>
#include <initializer_list>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "lib/text/parser.h"
#include "lib/valid/validator.h"

namespace wrt::test {

namespace {

constexpr char kText[] = R"((module
  (import "env" "f" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "lazy")
  (func (export "add") (param i32) (result i32) unreachable)
  (func (export "call_add") (param i32) (result i32) unreachable)
  (func (export "trap") (param i32) (result i32) unreachable)
  (func (export "call_trap") (param i32) (result i32) unreachable)
  (func (export "recurse") (param i32) (result i32) unreachable)
  (func (export "call_deep") (param i32) (result i32) unreachable)
  (func (export "never") (param i32) (result i32) unreachable)
  (func (export "call_host") (param i32) (result i32) unreachable)
  (func (export "catch") (param i32) (result i32) unreachable)
  (func (export "many") (param i32 i32 i32 i32 i32 f64 f64) (result i32) unreachable)))";

// DWARF's numbers.
constexpr std::uint8_t kRbx = 3, kR12 = 12;

// A function, piece by piece; it begins with its frame.
class Assembler {
 public:
  Assembler() { add({0x55, 0x48, 0x89, 0xe5}); }

  Assembler& add(std::initializer_list<std::uint8_t> code) {
    code_.bytes.insert(code_.bytes.end(), code);
    return *this;
  }
  Assembler& u32(std::size_t value) {
    const std::uint32_t word = static_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) add({static_cast<std::uint8_t>(word >> shift)});
    return *this;
  }
  // The distance to a slot, in an instruction with so many bytes behind it.
  Assembler& slot(LazyFunction function, FunctionSlot slot, std::uint32_t behind = 0) {
    const std::uint32_t offset = here();
    code_.slot_uses.push_back({offset, offset + 4 + behind, static_cast<std::uint32_t>(function) - 1, slot});
    return u32(0);
  }
  Assembler& call(LazyFunction function) { return add({0xff, 0x15}).slot(function, FunctionSlot::Entry); }
  Assembler& position(std::uint32_t wasm_offset) {
    code_.positions.push_back({here(), wasm_offset});
    return *this;
  }
  Assembler& saves(std::uint8_t dwarf_number, std::uint8_t words_below) {
    code_.saved_registers.push_back({dwarf_number, words_below});
    return *this;
  }
  std::uint32_t here() const { return static_cast<std::uint32_t>(code_.bytes.size()); }
  Assembler& call_site(std::uint32_t begin, std::uint32_t end, std::uint32_t landing_pad) {
    code_.call_sites.push_back({begin, end, landing_pad});
    return *this;
  }
  // By tailcc, whose callees take their arguments off the stack: 8 bytes where there are none, for its alignment.
  FunctionCode finish() {
    add({0xc9, 0xc2, 0x08, 0x00});  // leave; ret $8
    return take();
  }
  // By C's convention.
  FunctionCode finish_c() {
    add({0xc9, 0xc3});  // leave; ret
    return take();
  }

 private:
  FunctionCode take() {
    code_.code_size = here();
    return std::move(code_);
  }

  FunctionCode code_;
};

FunctionCode add_five() {
  return Assembler().add({0x8d, 0x46, 0x05}).finish();  // leal 5(%rsi), %eax
}

FunctionCode caller_of(LazyFunction self, LazyFunction callee) {
  Assembler code;
  code.position(lazy_position(self));
  // subl $1, counter(%rip)
  code.add({0x83, 0x2d}).slot(self, FunctionSlot::Counter, 1).add({0x01});
  return code.position(lazy_position(self) + 1).call(callee).finish();
}

FunctionCode trap() {
  Assembler code;
  code.position(lazy_position(LazyFunction::Trap)).add({0x90}).position(lazy_position(LazyFunction::Trap) + 1);
  return code.add({0x67, 0x0f, 0xb9, 0x40, static_cast<std::uint8_t>(TrapCode::Unreachable)}).finish();
}

FunctionCode call_deep() {
  return Assembler().add({0x48, 0x29, 0xf4}).call(LazyFunction::Never).finish();  // subq %rsi, %rsp
}

FunctionCode call_host(std::size_t func_ref) {
  Assembler code;
  code.add({0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, 0x48, 0x83, 0xec, 0x08});  // push them; align
  code.saves(kRbx, 3);
  for (std::uint8_t each = 0; each < 4; ++each) {
    code.saves(static_cast<std::uint8_t>(kR12 + each), static_cast<std::uint8_t>(4 + each));
  }
  code.add({0x31, 0xdb, 0x45, 0x31, 0xe4, 0x45, 0x31, 0xed, 0x45, 0x31, 0xf6, 0x45, 0x31, 0xff});  // zero them
  code.add({0x48, 0x8b, 0x87}).u32(func_ref + kVMFuncRef_wasm_entry);
  code.add({0x48, 0x8b, 0xbf}).u32(func_ref + kVMFuncRef_vmctx).add({0xff, 0xd0});
  code.add({0x48, 0x8b, 0x5d, 0xf8, 0x4c, 0x8b, 0x65, 0xf0, 0x4c, 0x8b, 0x6d, 0xe8});
  return code.add({0x4c, 0x8b, 0x75, 0xe0, 0x4c, 0x8b, 0x7d, 0xd8}).finish();
}

FunctionCode catch_exception() {
  Assembler code;
  code.add({0x53, 0x48, 0x83, 0xec, 0x08, 0x89, 0xf3}).saves(kRbx, 3);  // pushq %rbx; align; movl %esi, %ebx
  const std::uint32_t begin = code.here();
  code.call(LazyFunction::CallHost);
  const std::uint32_t end = code.here();
  code.add({0xeb, 0x03});  // over the landing pad
  code.call_site(begin, end, code.here());
  code.add({0x8b, 0x40, sizeof(VMException)});                     // its first value
  return code.add({0x01, 0xd8, 0x48, 0x8b, 0x5d, 0xf8}).finish();  // addl %ebx, %eax; movq -8(%rbp), %rbx
}

FunctionCode many() {
  Assembler code;
  code.add({0x89, 0xf0, 0x6b, 0xc0, 0x0a, 0x01, 0xd0, 0x6b, 0xc0, 0x0a, 0x01, 0xc8});
  code.add({0x6b, 0xc0, 0x0a, 0x44, 0x01, 0xc0, 0x6b, 0xc0, 0x0a, 0x44, 0x01, 0xc8});
  code.add({0x6b, 0xc0, 0x0a, 0xf2, 0x0f, 0x2c, 0xd0, 0x01, 0xd0});                  // cvttsd2si %xmm0, %edx
  return code.add({0x6b, 0xc0, 0x0a, 0xf2, 0x0f, 0x2c, 0xd1, 0x01, 0xd0}).finish();  // of %xmm1
}

class HandMaker final : public FunctionMaker {
 public:
  HandMaker(std::shared_ptr<LazyCounts> counts, std::size_t host_ref)
      : counts_(std::move(counts)), host_ref_(host_ref) {}

  Result<FunctionCode> function(FuncIndex index, bool with_positions) override {
    ++(with_positions ? counts_->with_positions : counts_->made[index]);
    FunctionCode code = code_of(static_cast<LazyFunction>(index));
    if (!with_positions) code.positions.clear();
    return code;
  }
  FunctionCode array_entry(const FuncType& type) override {
    ++counts_->array_entries;
    Assembler code;
    if (type.params.size() != 1) return code.add({0x0f, 0x0b}).finish();  // nobody calls it
    code.add({0x53, 0x53, 0x48, 0x89, 0xf3}).saves(kRbx, 3);              // pushq %rbx, twice; movq %rsi, %rbx
    code.add({0x48, 0x8b, 0x47, kVMFuncRef_wasm_entry, 0x48, 0x8b, 0x7f, kVMFuncRef_vmctx, 0x8b, 0x33, 0xff, 0xd0});
    return code.add({0x89, 0x03, 0x48, 0x8b, 0x5d, 0xf8}).finish_c();  // movl %eax, (%rbx); movq -8(%rbp), %rbx
  }
  FunctionCode host_entry(const FuncType&) override {
    ++counts_->host_entries;
    Assembler code;
    code.add({0x48, 0x83, 0xec, 0x10, 0x89, 0x34, 0x24, 0x48, 0x8b, 0x3f, 0x48, 0x89, 0xe6});
    return code.add({0xff, 0x57, kVMFuncRef_array_entry, 0x8b, 0x04, 0x24}).finish();
  }

 private:
  FunctionCode code_of(LazyFunction function) const {
    switch (function) {
      case LazyFunction::Add:
      case LazyFunction::Never: return add_five();
      case LazyFunction::CallAdd: return caller_of(function, LazyFunction::Add);
      case LazyFunction::Trap: return trap();
      case LazyFunction::CallTrap: return caller_of(function, LazyFunction::Trap);
      case LazyFunction::Recurse: return caller_of(function, function);
      case LazyFunction::CallDeep: return call_deep();
      case LazyFunction::CallHost: return call_host(host_ref_);
      case LazyFunction::Catch: return catch_exception();
      case LazyFunction::Many: return many();
      case LazyFunction::Host:
      case LazyFunction::Count: break;
    }
    return {};
  }

  std::shared_ptr<LazyCounts> counts_;
  std::size_t host_ref_;  // of the import, in the VMContext
};

}  // namespace

std::shared_ptr<const LoadedModule> load_lazy_guest(std::shared_ptr<LazyCounts> counts) {
  const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(parse_text_module(kText).value());
  Module module = decode_module(*bytes).value();
  REQUIRE(validate_module_environment(module).has_value());
  const std::size_t host_ref = VmLayout(module).func_ref(0);
  Result<std::shared_ptr<const LoadedModule>> loaded =
      LoadedModule::load_lazily(std::move(module), bytes, std::make_unique<HandMaker>(std::move(counts), host_ref));
  if (!loaded) FAIL(loaded.error().message());
  return std::move(*loaded);
}

}  // namespace wrt::test

#endif
