// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ModuleEmitter: what the functions of one partition share while they are translated: the llvm::Module, the types of
// the calling conventions, declarations of callees, and the metadata that tells LLVM which memory is which.
//
// A partition is a run of consecutive functions with an LLVMContext of its own, so that partitions are compiled in
// parallel; what is common to all of them is the Environment, which nothing changes any more.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/common/constant_tables.h"
#include "compiler/compiler.h"
#include "compiler/llvm/code_unit.h"
#include "compiler/llvm/emitter.h"
#include "compiler/llvm/target.h"
#include "lib/abi/vm_layout.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt::llvm_compiler {

// What is compiled and how. Shared by all threads, never changed.
struct Environment {
  Environment(const Module& wasm_module, const TypeContext& type_context, const CompileOptions& compile_options,
              const Target& compile_target);

  const Module& module;
  const TypeContext& types;
  const CompileOptions& options;
  const Target& target;
  VmLayout layout;
  // By table index; none if not the whole module is compiled.
  std::vector<ConstantTable> constant_tables;
  // The ELF symbol of a constant table: rows of two words, the distance of a function's code from the table, and the
  // canonical index of its type, or kNoFunctionType for null.
  static std::string symbol_of_table(TableIndex table);
  // The ELF symbol of its code, unique in the artefact.
  std::string symbol(const CodeUnit& unit) const;
  // Whether the code of a function that the module defines is in the artefact.
  bool is_compiled(FuncIndex function) const { return compiled_[function]; }

 private:
  std::vector<bool> compiled_;        // by function index
  std::vector<std::string> symbols_;  // likewise (function_names.cc); empty where nothing of a function is compiled
};

inline constexpr std::uint32_t kNoFunctionType = 0xffff'ffff;

class ModuleEmitter {
 public:
  // All must outlive the emitter. The llvm::Module's triple and data layout are set.
  ModuleEmitter(const Environment& environment, llvm::Module& module, const llvm::TargetMachine& target);

  const Environment& environment() const { return environment_; }
  const Module& wasm() const { return environment_.module; }
  const VmLayout& layout() const { return environment_.layout; }
  const CompileOptions& options() const { return environment_.options; }
  llvm::Module& llvm_module() { return module_; }
  llvm::LLVMContext& context() { return module_.getContext(); }

  // --- The target ---
  const llvm::Triple& triple() const { return target_.getTargetTriple(); }
  // Whether the target has LLVM's feature of this name ("ssse3").
  bool has_feature(std::string_view feature) const;

  // --- Types ---
  llvm::Type* type(ValType type);
  // The type of a wasm_entry (vm_layout.h). It may have a last parameter more than the convention says; any value does.
  llvm::FunctionType* wasm_entry_type(const FuncType& type);
  // The same of a loop that is entered (ArtefactPiece), for a function of this type.
  llvm::FunctionType* loop_entry_type(const FuncType& type);
  static bool results_in_memory(const FuncType& type) { return type.results.size() > kMaxDirectResults; }

  // --- Functions ---
  // A function that is compiled, here or in another partition.
  llvm::Function* function(FuncIndex index);
  // The function of a unit, likewise.
  llvm::Function* function(const CodeUnit& unit);
  // The personality routine of functions that catch exceptions (lib/abi/artefact.h).
  llvm::Function* personality();
  // The attributes that every function of an artefact has.
  void set_common_attributes(llvm::Function* function);
  // The debug scope of a function's instructions; the line of a location is a byte offset in the module's file.
  llvm::DISubprogram* begin_positions(llvm::Function* function);

  // A constant table (Environment).
  llvm::GlobalVariable* constant_table(TableIndex index);

  // --- Memory ---
  // Tells LLVM what a load or store can touch.
  void annotate(llvm::Instruction* access, Access world);
  void annotate_global(llvm::Instruction* access, GlobalIndex index);
  // Whether a load or store was annotated with Access::GuestMemory, or passes have lost what it was annotated with.
  static bool is_guest_access(const llvm::Instruction& access);
  // For the pointer loaded by `load`: never null, and `size` bytes behind it can be read, aligned to `alignment`.
  void annotate_pointer(llvm::LoadInst* load, std::uint64_t size, std::uint64_t alignment);
  llvm::MDNode* unlikely() { return unlikely_; }

 private:
  llvm::MDNode* make_world(llvm::StringRef name);
  // `own_params`: what stands behind the VMContext and the address of results.
  llvm::FunctionType* entry_type(const FuncType& type, llvm::ArrayRef<llvm::Type*> own_params);
  llvm::Function* declare(const CodeUnit& unit, llvm::FunctionType* type);

  const Environment& environment_;
  llvm::Module& module_;
  const llvm::TargetMachine& target_;
  llvm::DIBuilder debug_;
  llvm::DIFile* debug_file_ = nullptr;
  llvm::DISubroutineType* debug_type_ = nullptr;
  llvm::MDNode* tbaa_root_ = nullptr;
  llvm::MDNode* unlikely_ = nullptr;
  llvm::MDNode* empty_node_ = nullptr;
  std::array<llvm::MDNode*, static_cast<std::size_t>(Access::Count)> worlds_{};
  std::vector<llvm::MDNode*> global_worlds_;      // by global; null until used
  std::vector<llvm::Function*> functions_;        // by function; null until used
  std::vector<llvm::FunctionType*> entry_types_;  // by type; null until used
};

}  // namespace wrt::llvm_compiler
