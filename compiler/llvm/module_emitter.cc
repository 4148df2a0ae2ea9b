// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types, declarations and metadata of a partition.
#include "compiler/llvm/module_emitter.h"

#include <fmt/format.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/MC/MCSubtargetInfo.h>

#include "compiler/llvm/function_names.h"
#include "lib/abi/artefact.h"
#include "lib/support/check.h"

namespace wrt::llvm_compiler {

namespace {

constexpr char kGuestMemory[] = "guest memory";

}  // namespace

Environment::Environment(const Module& wasm_module, const TypeContext& type_context,
                         const CompileOptions& compile_options, const Target& compile_target)
    : module(wasm_module),
      types(type_context),
      options(compile_options),
      target(compile_target),
      layout(wasm_module),
      compiled_(wasm_module.functions.size(), !compile_options.is_partial()) {
  for (const FuncIndex each : options.functions) compiled_[each] = true;
  std::vector<bool> with_symbol = compiled_;
  for (const LoopEntry& each : options.loop_entries) with_symbol[each.function] = true;
  symbols_ = function_symbols(wasm_module, with_symbol);
  constant_tables.resize(wasm_module.tables.size());
  if (!compile_options.is_partial()) constant_tables = find_constant_tables(wasm_module);
}

std::string Environment::symbol_of_table(TableIndex table) {
  return fmt::format("table{}", table);
}

std::string Environment::symbol(const CodeUnit& unit) const {
  const std::string& function = symbols_[unit.function];
  return unit.is_loop() ? fmt::format("{}.loop{:#x}", function, unit.loop_offset) : function;
}

ModuleEmitter::ModuleEmitter(const Environment& environment, llvm::Module& module, const llvm::TargetMachine& target)
    : environment_(environment),
      module_(module),
      target_(target),
      debug_(module),
      global_worlds_(environment.module.globals.size()),
      functions_(environment.module.functions.size()) {
  llvm::MDBuilder metadata(context());
  unlikely_ = metadata.createUnlikelyBranchWeights();
  empty_node_ = llvm::MDNode::get(context(), {});
  tbaa_root_ = metadata.createTBAARoot("wrt");
  const auto set = [this](Access access, llvm::StringRef name) {
    worlds_[static_cast<std::size_t>(access)] = make_world(name);
  };
  set(Access::GuestMemory, kGuestMemory);
  set(Access::MemoryLength, "memory length");
  set(Access::TableHeader, "table header");
  set(Access::TableElement, "table element");
  set(Access::ImportedGlobal, "imported global");
  set(Access::Values, "values");
  set(Access::HeapCursor, "heap cursor");
  set(Access::Fuel, "fuel");
  set(Access::FunctionSlot, "function slot");
  set(Access::ObjectHeader, "object header");
  set(Access::StructField, "struct field");
  set(Access::ArrayElement, "array element");

  // Positions are carried through LLVM as debug locations, but no DWARF is written (position_table.h).
  debug_file_ = debug_.createFile("module.wasm", "");
  debug_.createCompileUnit(llvm::dwarf::DW_LANG_C, debug_file_, "wrt", true, "", 0, "",
                           llvm::DICompileUnit::DebugEmissionKind::NoDebug);
  debug_type_ = debug_.createSubroutineType(debug_.getOrCreateTypeArray({}));
  module_.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
}

llvm::MDNode* ModuleEmitter::make_world(llvm::StringRef name) {
  llvm::MDBuilder metadata(context());
  llvm::MDNode* type = metadata.createTBAAScalarTypeNode(name, tbaa_root_);
  return metadata.createTBAAStructTagNode(type, type, 0);
}

bool ModuleEmitter::has_feature(std::string_view feature) const {
  return target_.getMCSubtargetInfo()->checkFeatures("+" + std::string(feature));
}

llvm::Type* ModuleEmitter::type(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return llvm::Type::getInt32Ty(context());
    case ValType::I64: return llvm::Type::getInt64Ty(context());
    case ValType::F32: return llvm::Type::getFloatTy(context());
    case ValType::F64: return llvm::Type::getDoubleTy(context());
    case ValType::V128: return llvm::FixedVectorType::get(llvm::Type::getInt32Ty(context()), 4);
    case ValType::Ref: return llvm::PointerType::getUnqual(context());
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

namespace {

// Whether a caller and a callee that LLVM 19 compiles for x86-64 would disagree on how much of the stack the callee
// pops (X86ISelLowering: LowerCall() rounds the size of arguments up to the strictest alignment among them before it
// adds what keeps the stack aligned, LowerFormalArguments() does not). It takes vectors on the stack, and a size that
// is no multiple of theirs.
bool has_disputed_stack_size(const FuncType& type) {
  constexpr std::size_t kIntegerRegisters = 6;
  constexpr std::size_t kVectorRegisters = 8;
  std::size_t integers = ModuleEmitter::results_in_memory(type) ? 2 : 1;
  std::size_t vectors = 0;
  std::size_t stack = 0;
  bool has_vector_on_stack = false;
  for (const ValType each : type.params) {
    const bool is_vector = each == ValType::V128;
    const bool in_vector_register = is_vector || each == ValType::F32 || each == ValType::F64;
    if (in_vector_register ? vectors++ < kVectorRegisters : integers++ < kIntegerRegisters) continue;
    if (is_vector) stack = llvm::alignTo(stack, 16);
    stack += is_vector ? 16 : 8;
    has_vector_on_stack |= is_vector;
  }
  return has_vector_on_stack && stack % 16 != 0;
}

}  // namespace

llvm::FunctionType* ModuleEmitter::wasm_entry_type(const FuncType& type) {
  llvm::SmallVector<llvm::Type*, 8> params;
  for (const ValType param : type.params) params.push_back(this->type(param));
  // One more that nobody reads: all vector registers are taken, so it is on the stack, and fills it up.
  if (triple().isX86() && has_disputed_stack_size(type)) params.push_back(llvm::Type::getDoubleTy(context()));
  return entry_type(type, params);
}

llvm::FunctionType* ModuleEmitter::loop_entry_type(const FuncType& type) {
  return entry_type(type, {llvm::PointerType::getUnqual(context())});
}

llvm::FunctionType* ModuleEmitter::entry_type(const FuncType& type, llvm::ArrayRef<llvm::Type*> own_params) {
  llvm::Type* pointer = llvm::PointerType::getUnqual(context());
  llvm::SmallVector<llvm::Type*, 8> params = {pointer};
  llvm::Type* result = llvm::Type::getVoidTy(context());
  if (results_in_memory(type)) {
    params.push_back(pointer);
  } else if (type.results.size() == 1) {
    result = this->type(type.results[0]);
  } else if (type.results.size() == 2) {
    result = llvm::StructType::get(this->type(type.results[0]), this->type(type.results[1]));
  }
  params.append(own_params.begin(), own_params.end());
  return llvm::FunctionType::get(result, params, false);
}

llvm::Function* ModuleEmitter::function(FuncIndex index) {
  llvm::Function*& function = functions_[index];
  if (function == nullptr) function = declare({.function = index}, wasm_entry_type(wasm().function_type(index)));
  return function;
}

llvm::Function* ModuleEmitter::function(const CodeUnit& unit) {
  if (!unit.is_loop()) return function(unit.function);
  if (llvm::Function* found = module_.getFunction(environment_.symbol(unit))) return found;
  return declare(unit, loop_entry_type(wasm().function_type(unit.function)));
}

llvm::Function* ModuleEmitter::declare(const CodeUnit& unit, llvm::FunctionType* type) {
  llvm::Function* function =
      llvm::Function::Create(type, llvm::Function::ExternalLinkage, environment_.symbol(unit), module_);
  function->setCallingConv(llvm::CallingConv::Tail);
  set_common_attributes(function);
  llvm::AttrBuilder vmctx(context());
  vmctx.addAttribute(llvm::Attribute::NonNull);
  vmctx.addAttribute(llvm::Attribute::NoUndef);
  vmctx.addDereferenceableAttr(layout().size());
  vmctx.addAlignmentAttr(llvm::Align(16));
  function->addParamAttrs(0, vmctx);
  return function;
}

llvm::GlobalVariable* ModuleEmitter::constant_table(TableIndex index) {
  const std::string name = Environment::symbol_of_table(index);
  if (llvm::GlobalVariable* found = module_.getNamedGlobal(name)) return found;
  llvm::Type* row = llvm::ArrayType::get(llvm::Type::getInt32Ty(context()), 2);
  llvm::Type* type = llvm::ArrayType::get(row, environment_.constant_tables[index].size());
  auto* const table =
      new llvm::GlobalVariable(module_, type, /*isConstant=*/true, llvm::GlobalValue::ExternalLinkage, nullptr, name);
  table->setVisibility(llvm::GlobalValue::HiddenVisibility);
  table->setDSOLocal(true);
  table->setAlignment(llvm::Align(8));
  return table;
}

llvm::Function* ModuleEmitter::personality() {
  if (llvm::Function* found = module_.getFunction(kPersonalitySymbol)) return found;
  llvm::FunctionType* type = llvm::FunctionType::get(llvm::Type::getInt32Ty(context()), true);
  llvm::Function* function = llvm::Function::Create(type, llvm::Function::ExternalLinkage, kPersonalitySymbol, module_);
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  return function;
}

void ModuleEmitter::set_common_attributes(llvm::Function* function) {
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  function->setDSOLocal(true);
  function->setUWTableKind(llvm::UWTableKind::Default);
  // Not NoUnwind: exceptions pass through any function, and an invoke of one that has it would become a call.
  function->addFnAttr("frame-pointer", "all");
  function->addFnAttr("no-builtins");
  function->addFnAttr("tune-cpu", environment_.target.cpu);
  // Vectors that are wider than the processor prefers are taken apart.
  function->addFnAttr("min-legal-vector-width", "0");
  // A frame larger than the guard page must touch each page, or it could step over it.
  if (triple().isX86() || triple().isAArch64()) function->addFnAttr("probe-stack", "inline-asm");
}

llvm::DISubprogram* ModuleEmitter::begin_positions(llvm::Function* function) {
  llvm::DISubprogram* scope = debug_.createFunction(debug_file_, function->getName(), "", debug_file_, 0, debug_type_,
                                                    0, llvm::DINode::FlagZero, llvm::DISubprogram::SPFlagDefinition);
  function->setSubprogram(scope);
  return scope;
}

void ModuleEmitter::annotate(llvm::Instruction* access, Access world) {
  if (world == Access::Constant) {
    access->setMetadata(llvm::LLVMContext::MD_invariant_load, empty_node_);
  } else {
    access->setMetadata(llvm::LLVMContext::MD_tbaa, worlds_[static_cast<std::size_t>(world)]);
  }
}

bool ModuleEmitter::is_guest_access(const llvm::Instruction& access) {
  if (access.hasMetadata(llvm::LLVMContext::MD_invariant_load)) return false;
  const llvm::MDNode* world = access.getMetadata(llvm::LLVMContext::MD_tbaa);
  if (world == nullptr) return true;
  const auto* type = llvm::cast<llvm::MDNode>(world->getOperand(0));
  const auto* name = llvm::dyn_cast<llvm::MDString>(type->getOperand(0));
  return name == nullptr || name->getString() == kGuestMemory;
}

void ModuleEmitter::annotate_global(llvm::Instruction* access, GlobalIndex index) {
  if (!wasm().globals[index].type.is_mutable) return annotate(access, Access::Constant);
  if (index < wasm().imported_globals) return annotate(access, Access::ImportedGlobal);
  llvm::MDNode*& world = global_worlds_[index];
  if (world == nullptr) world = make_world("global " + std::to_string(index));
  access->setMetadata(llvm::LLVMContext::MD_tbaa, world);
}

void ModuleEmitter::annotate_pointer(llvm::LoadInst* load, std::uint64_t size, std::uint64_t alignment) {
  llvm::Type* word = llvm::Type::getInt64Ty(context());
  const auto number = [&](std::uint64_t value) {
    return llvm::MDNode::get(context(), llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(word, value)));
  };
  load->setMetadata(llvm::LLVMContext::MD_nonnull, empty_node_);
  load->setMetadata(llvm::LLVMContext::MD_noundef, empty_node_);
  if (size > 0) load->setMetadata(llvm::LLVMContext::MD_dereferenceable, number(size));
  load->setMetadata(llvm::LLVMContext::MD_align, number(alignment));
}

}  // namespace wrt::llvm_compiler
