// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A partition's IR to an ELF object in memory, with its rows of the position table.
//
// Positions travel through LLVM as debug locations whose line is a byte offset in the wasm file. Instead of having
// them written as DWARF and parsing that again, a handler at the assembly printer sees each machine instruction with
// its location, and emits the table (lib/abi/artefact.h) as a section of its own, kPositionSection, which the linker
// strings together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/llvm/function_costs.h"
#include "lib/support/result.h"

namespace wrt::llvm_compiler {

// What one function became.
struct FunctionCode {
  std::string symbol;           // Environment::symbol()
  std::uint32_t size = 0;       // bytes of machine code
  std::uint32_t positions = 0;  // rows in the object's kPositionSection
};

struct ObjectCode {
  llvm::SmallVector<char, 0> bytes;
  // In the order of the module, which is that of the code and of the rows.
  std::vector<FunctionCode> functions;
  // Whether a function catches exceptions, so that its unwind tables name the personality routine.
  bool has_landing_pads = false;
};

// Generates code, with a lap for each function. `module` is used up. With `all_positions`, code without a location has
// a row that says so: offset 0. Errors: Internal.
Result<ObjectCode> write_object(llvm::Module& module, llvm::LLVMTargetMachine& target, bool all_positions,
                                FunctionCosts& costs);
// The same code as text, for people. `module` is used up. Errors: Internal.
Result<std::string> write_assembly(llvm::Module& module, llvm::LLVMTargetMachine& target, FunctionCosts& costs);

}  // namespace wrt::llvm_compiler
