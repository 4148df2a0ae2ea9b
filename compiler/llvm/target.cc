// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Triple, CPU and features, from the options or from this computer.
#include "compiler/llvm/target.h"

#include <mutex>

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/SubtargetFeature.h>

namespace wrt::llvm_compiler {

namespace {

// Options of LLVM that have no other face than its command line.
void set_option(llvm::StringRef name, llvm::StringRef value) {
  const llvm::StringMap<llvm::cl::Option*>& options = llvm::cl::getRegisteredOptions();
  const auto found = options.find(name);
  if (found != options.end()) found->second->addOccurrence(0, name, value);
}

void initialise_targets() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
    LLVMInitializeRISCVTargetInfo();
    LLVMInitializeRISCVTarget();
    LLVMInitializeRISCVTargetMC();
    LLVMInitializeRISCVAsmPrinter();
    // FAST: on a computer with AVX-512, moving values into its mask registers took a sixth of all compile time and
    // made nothing faster.
    set_option("disable-x86-domain-reassignment", "true");
    // A conditional move out of memory would become a branch around the load, volatile or not, which then traps on one
    // way only.
    set_option("x86-cmov-converter-force-mem-operand", "false");
  });
}

std::string host_features() {
  llvm::SubtargetFeatures features;
  for (const auto& [name, enabled] : llvm::sys::getHostCPUFeatures()) features.AddFeature(name, enabled);
  return features.getString();
}

llvm::CodeGenOptLevel codegen_level(unsigned opt_level) {
  if (opt_level == 0) return llvm::CodeGenOptLevel::None;
  return opt_level == 1 ? llvm::CodeGenOptLevel::Less : llvm::CodeGenOptLevel::Default;
}

}  // namespace

Result<std::unique_ptr<llvm::LLVMTargetMachine>> make_target(const CompileOptions& options) {
  initialise_targets();
  const bool is_host = options.target.empty();
  const std::string triple = llvm::Triple::normalize(is_host ? llvm::sys::getProcessTriple() : options.target);
  std::string message;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, message);
  if (target == nullptr) return fail(ErrorKind::Unsupported, fmt::format("target {}: {}", triple, message));

  std::string cpu = options.cpu;
  std::string features = options.features;
  if (cpu.empty()) {
    const bool is_x86_64 = llvm::Triple(triple).getArch() == llvm::Triple::x86_64;
    cpu = is_host ? llvm::sys::getHostCPUName().str() : is_x86_64 ? "x86-64-v2" : "generic";
    if (is_host) features = host_features() + (features.empty() ? "" : "," + features);
  }
  llvm::TargetOptions target_options;
  target_options.EnableFastISel = options.opt_level == 0;
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(triple, cpu, features, target_options,
                                                                           llvm::Reloc::PIC_, llvm::CodeModel::Small,
                                                                           codegen_level(options.opt_level)));
  if (machine == nullptr) return fail(ErrorKind::Unsupported, fmt::format("target {}: no code generator", triple));
  // Without them, rounding would be calls of libm.
  if (machine->getTargetTriple().isX86() && !machine->getMCSubtargetInfo()->checkFeatures("+sse4.1"))
    return fail(ErrorKind::Unsupported, fmt::format("target {}: the processor must have SSE4.1", triple));
  return std::unique_ptr<llvm::LLVMTargetMachine>(static_cast<llvm::LLVMTargetMachine*>(machine.release()));
}

}  // namespace wrt::llvm_compiler
