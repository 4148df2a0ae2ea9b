// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The object that holds an artefact's header and tables (lib/abi/artefact.h). It is the first on the linker's command
// line, so that its symbols at the start of sections stand at the start of the whole artefact's.
#pragma once

#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/common/memory_image.h"
#include "compiler/llvm/code_unit.h"
#include "compiler/llvm/module_emitter.h"
#include "compiler/llvm/object_writer.h"

namespace wrt::llvm_compiler {

// What goes into it besides what the environment knows.
struct ArtefactContent {
  std::vector<CodeUnit> units;          // of all partitions in order
  std::vector<FunctionCode> functions;  // likewise, thunks last
  bool has_landing_pads = false;        // in any partition
  std::vector<std::uint8_t> note;       // ArtefactNote::encode()
  std::vector<std::uint8_t> skeleton;
  MemoryImage image;
};

// Errors: Internal.
Result<llvm::SmallVector<char, 0>> write_tables(const Environment& environment, llvm::LLVMTargetMachine& target,
                                                const ArtefactContent& content);

}  // namespace wrt::llvm_compiler
