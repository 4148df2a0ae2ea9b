// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Casts and the branches on them (3.4.7, 3.4.1). A final type is one comparison of headers, another one a look into the
// display at the type's depth, an abstract one a comparison of kinds. Only br_on_cast says what its operand is; others
// may get anything of the hierarchy.
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

bool admits_i31(HeapType source) {
  return source.kind() == HeapType::Any || source.kind() == HeapType::Eq || source.kind() == HeapType::I31 ||
         source.kind() == HeapType::Extern;
}

bool is_bottom(HeapType type) {
  return type.kind() == HeapType::None || type.kind() == HeapType::NoFunc || type.kind() == HeapType::NoExtern ||
         type.kind() == HeapType::NoExn;
}

constexpr std::int32_t number(VMObjectKind kind) {
  return static_cast<std::int32_t>(kind);
}

}  // namespace

// --- The test: falls through if the reference is of the type, else jumps ---

void FunctionCompiler::test_function(Gpr func_ref, TypeIndex target, Label& no) {
  load_vmctx(kScratch);
  asm_.load(Width::W64, kScratch, {kScratch, kVMContext_type_ids});
  asm_.load(Width::W32, kScratch, {kScratch, static_cast<std::int32_t>(target * sizeof(std::uint32_t))});
  asm_.alu(Alu::Cmp, Width::W32, kScratch, {func_ref, kVMFuncRef_type_id});
  if (wasm().types[target].is_final) return asm_.jcc(Condition::NotEqual, no);
  Label same;
  asm_.jcc(Condition::Equal, same);
  call_is_subtype(func_ref);
  asm_.jcc(Condition::Equal, no);
  asm_.bind(same);
}

void FunctionCompiler::test_object(Gpr object, Gpr spare, TypeIndex target, Label& no) {
  load_type_info(spare, target);
  if (wasm().types[target].is_final) {
    asm_.alu(Alu::Cmp, Width::W64, spare, {object, 0});
    return asm_.jcc(Condition::NotEqual, no);
  }
  std::uint32_t depth = 0;
  for (auto super = wasm().types[target].super; super; super = wasm().types[*super].super) ++depth;
  asm_.load(Width::W64, kScratch, {object, 0});
  if (depth >= kInlineDisplay) {
    asm_.alu_imm(Alu::Cmp, Width::W32, Mem{kScratch, kVMTypeInfo_depth}, static_cast<std::int32_t>(depth));
    asm_.jcc(Condition::Below, no);
  }
  asm_.alu(Alu::Cmp, Width::W64, spare,
           {kScratch, static_cast<std::int32_t>(kVMTypeInfo_display + depth * sizeof(void*))});
  asm_.jcc(Condition::NotEqual, no);
}

void FunctionCompiler::test_kind(Gpr object, HeapType target, Label& no) {
  asm_.load(Width::W64, kScratch, {object, 0});
  const Mem kind = {kScratch, kVMTypeInfo_kind};
  switch (target.kind()) {
    case HeapType::Eq:
      asm_.alu_imm(Alu::Cmp, Width::W32, kind, number(VMObjectKind::HostReference));
      return asm_.jcc(Condition::Equal, no);
    case HeapType::Struct: asm_.alu_imm(Alu::Cmp, Width::W32, kind, number(VMObjectKind::Struct)); break;
    case HeapType::Array: asm_.alu_imm(Alu::Cmp, Width::W32, kind, number(VMObjectKind::Array)); break;
    default: WRT_UNREACHABLE();
  }
  asm_.jcc(Condition::NotEqual, no);
}

void FunctionCompiler::test_type(const TypeTest& test, Label& no) {
  const HeapType heap = test.target.heap();
  const Gpr reference = test.reference;
  const auto test_null = [&] { asm_.test(Width::W64, reference, reference); };
  if (is_bottom(heap)) {
    if (!test.target.nullable()) return asm_.jmp(no);
    test_null();
    return asm_.jcc(Condition::NotEqual, no);
  }
  if (context_.types.matches(test.source.heap(), heap)) {
    if (test.target.nullable() || !test.source.nullable()) return;
    test_null();
    return asm_.jcc(Condition::Equal, no);
  }
  Label yes;
  if (test.source.nullable()) {
    test_null();
    asm_.jcc(Condition::Equal, test.target.nullable() ? yes : no);
  }
  if (heap.kind() == HeapType::I31) {
    asm_.test_imm(Width::W32, reference, 1);
    asm_.jcc(Condition::Equal, no);
  } else if (heap.is_defined() && wasm().types[heap.index()].kind == SubType::Kind::Func) {
    test_function(reference, heap.index(), no);
  } else {
    if (admits_i31(test.source.heap())) {
      asm_.test_imm(Width::W32, reference, 1);
      asm_.jcc(Condition::NotEqual, heap.kind() == HeapType::Eq ? yes : no);
    }
    if (heap.is_defined()) {
      test_object(reference, test.spare, heap.index(), no);
    } else {
      test_kind(reference, heap, no);
    }
  }
  asm_.bind(yes);
}

// --- The instructions ---

// Registers first: what the test does not execute must move nothing.
FunctionCompiler::TypeTest FunctionCompiler::pop_type_test(RefType target) {
  TypeTest test;
  test.reference = to_own_gpr(pop());
  test.spare = alloc_gpr();
  test.source = RefType::ref(context_.types.top(target.heap()), true);
  test.target = target;
  return test;
}

void FunctionCompiler::compile_ref_test(RefType target) {
  const TypeTest test = pop_type_test(target);
  const Gpr result = alloc_gpr();
  Label no;
  asm_.zero(result);
  test_type(test, no);
  asm_.mov_imm(result, 1);
  asm_.bind(no);
  push_gpr(result, ValType::I32);
}

void FunctionCompiler::compile_ref_cast(RefType target) {
  const TypeTest test = pop_type_test(target);
  Label no;
  test_type(test, no);
  if (no.is_used()) traps_.push_back(TrapStub{no, TrapCode::CastFailure, Gpr::None, offset_});
  push_gpr(test.reference, ValType::Ref);
}

// The reference is carried along either way.
void FunctionCompiler::compile_br_on_cast(const Instruction& instruction) {
  TypeTest test = pop_type_test(instruction.ref2);
  test.source = instruction.ref;
  push_gpr(test.reference, ValType::Ref);
  Label no;
  test_type(test, no);
  jump_to(instruction.index);
  asm_.bind(no);
}

void FunctionCompiler::compile_br_on_cast_fail(const Instruction& instruction) {
  TypeTest test = pop_type_test(instruction.ref2);
  test.source = instruction.ref;
  push_gpr(test.reference, ValType::Ref);
  Label no;
  Label yes;
  test_type(test, no);
  asm_.jmp(yes);
  asm_.bind(no);
  jump_to(instruction.index);
  asm_.bind(yes);
}

}  // namespace wrt::baseline
