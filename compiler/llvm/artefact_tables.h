// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The object that holds an artefact's header and tables (lib/abi/artefact.h). It is the first on the linker's command
// line, so that its symbols at the start of sections stand at the start of the whole artefact's.
#pragma once

#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/llvm/module_emitter.h"
#include "compiler/llvm/object_writer.h"

namespace wrt::llvm_compiler {

// `functions`: of all partitions in order, thunks last. `has_landing_pads`: of any partition. Errors: Internal.
Result<llvm::SmallVector<char, 0>> write_tables(const Environment& environment, llvm::LLVMTargetMachine& target,
                                                const std::vector<FunctionCode>& functions, bool has_landing_pads);

}  // namespace wrt::llvm_compiler
