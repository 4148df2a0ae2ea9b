// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine that code is generated for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <llvm/Target/TargetMachine.h>

#include "compiler/compiler.h"
#include "lib/abi/cpu_features.h"
#include "lib/support/result.h"

namespace wrt::llvm_compiler {

// What CompileOptions say of the machine, in full.
struct Target {
  Architecture architecture = host_architecture();
  std::string triple;
  std::string baseline;               // LLVM's name of the processor that has what all of the architecture have
  std::string cpu;                    // the one to tune for
  std::vector<std::string> features;  // beyond the baseline, of cpu_features(architecture)

  // The alignment of memory images: the largest page that the architecture's kernels use.
  std::uint64_t page_size() const { return architecture == Architecture::AArch64 ? 65536 : 4096; }
};

// Errors: Unsupported, when LLVM does not know the target or the processor, or it lacks what code generation relies on.
Result<Target> resolve_target(const CompileOptions& options);

// Gives a machine back to those that nobody uses.
struct TargetMachineReturn {
  std::string kind;  // all that it was made from
  void operator()(llvm::LLVMTargetMachine* machine) const;
};
using TargetMachine = std::unique_ptr<llvm::LLVMTargetMachine, TargetMachineReturn>;

// One that no other thread has. Thread-safe.
TargetMachine take_target_machine(const Target& target, unsigned opt_level);

}  // namespace wrt::llvm_compiler
