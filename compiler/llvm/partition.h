// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Partitions: runs of functions that are compiled on their own, in any order, on any thread. How a module is cut
// depends on the module and the options alone, so that the artefact is the same however many threads made it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <llvm/ADT/SmallVector.h>

#include "compiler/llvm/module_emitter.h"
#include "compiler/llvm/object_writer.h"

namespace wrt::llvm_compiler {

// In rising order; the thunks if it is empty.
struct Partition {
  std::vector<CodeUnit> units;
};

// All defined functions in order, then the thunks; or what the options name instead.
std::vector<Partition> plan_partitions(const Module& module, const CompileOptions& options);

struct CompiledPartition {
  ObjectCode code;
  CompileStatistics statistics;
  std::vector<FunctionCost> functions;
  std::string text;  // instead of `code`, when that is what CompileOptions::emit asks for
};

// Compiles one partition, in the calling thread. Errors: of its first function with one.
Result<CompiledPartition> compile_partition(const Environment& environment, const Partition& partition);

}  // namespace wrt::llvm_compiler
