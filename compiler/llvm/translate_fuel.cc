// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counting the instructions that are executed (CompileOptions::meter), so that the number at which a program is stopped
// is the same at every level of optimisation and on every machine.
//
// Each straight piece of code, up to the next branch, label or call, is paid for as a whole before its first
// instruction: what is left is reduced by the number of its instructions, or the code traps if there is not as much.
// Inside of a function it is a local variable, and so in loops most often a register. It is written back before
// everything that leaves the function, but for traps: what a function has used since its last call is not counted when
// it traps, unless for lack of fuel. That, too, is the same everywhere.
//
// Whatever only gives code its structure costs nothing. A way that goes round and round always contains a branch or a
// call, and so always costs something.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

namespace {

bool costs_nothing(Opcode opcode) {
  switch (opcode) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::Else:
    case Opcode::End:
    case Opcode::Try:
    case Opcode::TryTable:
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Delegate: return true;
    default: return false;
  }
}

}  // namespace

void FunctionTranslator::begin_fuel(std::size_t locals) {
  if (!module_.options().meter) return;
  // In the entry block, as whatever a local starts with.
  llvm::IRBuilder<> entry = emitter_.entry_builder();
  llvm::LoadInst* object = entry.CreateLoad(
      entry.getPtrTy(), entry.CreateConstInBoundsGEP1_64(entry.getInt8Ty(), emitter_.vmctx(), kVMContext_fuel), "fuel");
  module_.annotate(object, Access::Constant);
  module_.annotate_pointer(object, sizeof(VMFuel), alignof(VMFuel));
  fuel_object_ = object;
  llvm::LoadInst* left = entry.CreateLoad(
      entry.getInt64Ty(), entry.CreateConstInBoundsGEP1_64(entry.getInt8Ty(), object, kVMFuel_left), "fuel_left");
  module_.annotate(left, Access::Fuel);
  fuel_local_ = static_cast<LocalIndex>(locals);
  locals_.add(left);
}

void FunctionTranslator::charge(const Instruction& instruction) {
  if (!module_.options().meter || costs_nothing(instruction.opcode)) return;
  if (charge_ == nullptr) {
    emitter_.set_position(instruction.offset);
    llvm::Value* fuel = locals_.read(builder(), node_, fuel_local_);
    charge_ = llvm::BinaryOperator::CreateNSWSub(fuel, builder().getInt64(1));
    charged_ = 0;
    builder().Insert(charge_);
    llvm::BasicBlock* exhausted = llvm::BasicBlock::Create(module_.context(), "exhausted", function_);
    llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
    builder().CreateCondBr(builder().CreateICmpSLT(charge_, builder().getInt64(0)), exhausted, next,
                           module_.unlikely());
    builder().SetInsertPoint(exhausted);
    emitter_.store_field(fuel, fuel_object_, kVMFuel_left, Access::Fuel);
    emitter_.trap(TrapCode::FuelExhausted);
    builder().SetInsertPoint(next);
    locals_.write(builder(), node_, fuel_local_, charge_);
  }
  charge_->setOperand(1, builder().getInt64(++charged_));
}

void FunctionTranslator::save_fuel() {
  if (!module_.options().meter) return;
  llvm::Value* left = locals_.read(builder(), node_, fuel_local_);
  emitter_.store_field(left, fuel_object_, kVMFuel_left, Access::Fuel);
}

void FunctionTranslator::reload_fuel() {
  if (!module_.options().meter) return;
  llvm::Value* left = emitter_.load_field(builder().getInt64Ty(), fuel_object_, kVMFuel_left, Access::Fuel);
  locals_.write(builder(), node_, fuel_local_, left);
  end_charge();
}

}  // namespace wrt::llvm_compiler
