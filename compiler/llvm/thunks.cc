// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Both thunks move values between registers and an array of Values; the array holds the parameters before the call and
// the results after it.
#include "compiler/llvm/thunks.h"

#include <algorithm>

namespace wrt::llvm_compiler {

namespace {

char letter(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return 'i';
    case ValType::I64: return 'I';
    case ValType::F32: return 'f';
    case ValType::F64: return 'F';
    case ValType::V128: return 'v';
    default: return 'r';
  }
}

std::string shape(const FuncType& type) {
  std::string text;
  for (const ValType each : type.params) text += letter(each);
  text += '_';
  for (const ValType each : type.results) text += letter(each);
  return text;
}

class ThunkEmitter {
 public:
  ThunkEmitter(ModuleEmitter& module, const FuncType& type)
      : module_(module), type_(type), entry_type_(module.wasm_entry_type(type)), builder_(module.context()) {}

  void emit_array_entry(const std::string& symbol) {
    llvm::Type* pointer = builder_.getPtrTy();
    llvm::Function* function = begin(symbol, llvm::FunctionType::get(builder_.getVoidTy(), {pointer, pointer}, false));
    llvm::Value* callee = function->getArg(0);
    llvm::Value* array = function->getArg(1);
    std::vector<llvm::Value*> arguments = {load_field(callee, kVMFuncRef_vmctx)};
    if (ModuleEmitter::results_in_memory(type_)) arguments.push_back(array);
    for (std::size_t i = 0; i < type_.params.size(); ++i) arguments.push_back(load_value(array, i, type_.params[i]));
    while (arguments.size() < entry_type_->getNumParams())
      arguments.push_back(llvm::PoisonValue::get(entry_type_->getParamType(static_cast<unsigned>(arguments.size()))));
    llvm::CallInst* call = builder_.CreateCall(entry_type_, load_field(callee, kVMFuncRef_wasm_entry), arguments);
    call->setCallingConv(llvm::CallingConv::Tail);
    if (!ModuleEmitter::results_in_memory(type_)) {
      for (std::size_t i = 0; i < type_.results.size(); ++i) store_value(array, i, direct_result(call, i));
    }
    builder_.CreateRetVoid();
  }

  void emit_host_entry(const std::string& symbol) {
    llvm::Function* function = begin(symbol, entry_type_);
    function->setCallingConv(llvm::CallingConv::Tail);
    const bool in_memory = ModuleEmitter::results_in_memory(type_);
    const std::size_t size = std::max<std::size_t>({type_.params.size(), type_.results.size(), 1});
    llvm::AllocaInst* array = builder_.CreateAlloca(llvm::ArrayType::get(builder_.getInt8Ty(), size * sizeof(Value)));
    array->setAlignment(llvm::Align(alignof(Value)));
    for (std::size_t i = 0; i < type_.params.size(); ++i)
      store_value(array, i, function->getArg(static_cast<unsigned>(i) + (in_memory ? 2 : 1)));
    llvm::Value* func_ref = load_field(function->getArg(0), kVMHostContext_func_ref);
    llvm::Type* pointer = builder_.getPtrTy();
    builder_.CreateCall(llvm::FunctionType::get(builder_.getVoidTy(), {pointer, pointer}, false),
                        load_field(func_ref, kVMFuncRef_array_entry), {func_ref, array});
    if (in_memory) {
      for (std::size_t i = 0; i < type_.results.size(); ++i)
        store_value(function->getArg(1), i, load_value(array, i, type_.results[i]));
    }
    return_results(array);
  }

 private:
  llvm::Function* begin(const std::string& symbol, llvm::FunctionType* type) {
    llvm::Function* function =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, symbol, module_.llvm_module());
    module_.set_common_attributes(function);
    builder_.SetInsertPoint(llvm::BasicBlock::Create(module_.context(), "entry", function));
    return function;
  }

  llvm::Value* address(llvm::Value* pointer, std::size_t offset) {
    return offset == 0 ? pointer : builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), pointer, offset);
  }
  llvm::Value* load_field(llvm::Value* object, std::size_t offset) {
    return builder_.CreateLoad(builder_.getPtrTy(), address(object, offset));
  }
  llvm::Value* load_value(llvm::Value* array, std::size_t index, ValType type) {
    return builder_.CreateLoad(module_.type(type), address(array, index * sizeof(Value)));
  }
  void store_value(llvm::Value* array, std::size_t index, llvm::Value* value) {
    builder_.CreateStore(value, address(array, index * sizeof(Value)));
  }
  llvm::Value* direct_result(llvm::CallInst* call, std::size_t index) {
    if (type_.results.size() == 1) return call;
    return builder_.CreateExtractValue(call, static_cast<unsigned>(index));
  }
  void return_results(llvm::Value* array) {
    const std::size_t count = type_.results.size();
    if (count == 0 || count > kMaxDirectResults) {
      builder_.CreateRetVoid();
    } else if (count == 1) {
      builder_.CreateRet(load_value(array, 0, type_.results[0]));
    } else {
      llvm::Value* pair = llvm::PoisonValue::get(entry_type_->getReturnType());
      pair = builder_.CreateInsertValue(pair, load_value(array, 0, type_.results[0]), 0);
      builder_.CreateRet(builder_.CreateInsertValue(pair, load_value(array, 1, type_.results[1]), 1));
    }
  }

  ModuleEmitter& module_;
  const FuncType& type_;
  llvm::FunctionType* entry_type_;
  llvm::IRBuilder<> builder_;
};

}  // namespace

std::vector<ThunkSymbols> thunk_symbols(const Module& module) {
  std::vector<ThunkSymbols> symbols(module.types.size());
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (module.types[i].kind != SubType::Kind::Func) continue;
    const std::string suffix = shape(module.types[i].func);
    symbols[i] = {"array_entry." + suffix, "host_entry." + suffix};
  }
  return symbols;
}

void emit_thunks(ModuleEmitter& module) {
  const std::vector<ThunkSymbols> symbols = thunk_symbols(module.wasm());
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (symbols[i].array_entry.empty() || module.llvm_module().getFunction(symbols[i].array_entry) != nullptr) continue;
    ThunkEmitter emitter(module, module.wasm().types[i].func);
    emitter.emit_array_entry(symbols[i].array_entry);
    emitter.emit_host_entry(symbols[i].host_entry);
  }
}

}  // namespace wrt::llvm_compiler
