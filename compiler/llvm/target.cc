// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Triple, CPU and features, from the options or from this computer.
#include "compiler/llvm/target.h"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>

namespace wrt::llvm_compiler {

namespace {

// Switches of LLVM that have no other face than its command line. The default is what is changed: lld resets all
// options to their defaults whenever it links, while other threads compile.
void set_switch(llvm::StringRef name, bool value) {
  const llvm::StringMap<llvm::cl::Option*>& options = llvm::cl::getRegisteredOptions();
  const auto found = options.find(name);
  if (found != options.end()) static_cast<llvm::cl::opt<bool>*>(found->second)->setInitialValue(value);
}

void initialise_targets() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86Disassembler();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
    LLVMInitializeAArch64Disassembler();
    LLVMInitializeRISCVTargetInfo();
    LLVMInitializeRISCVTarget();
    LLVMInitializeRISCVTargetMC();
    LLVMInitializeRISCVAsmPrinter();
    // FAST: on a computer with AVX-512, moving values into its mask registers took a sixth of all compile time and
    // made nothing faster.
    set_switch("disable-x86-domain-reassignment", true);
    // A conditional move out of memory would become a branch around the load, volatile or not, which then traps on one
    // way only.
    set_switch("x86-cmov-converter-force-mem-operand", false);
    // Makes branches of `select` where a loop would wait for its condition. LLVM leaves this to x86-cmov-converter for
    // x86-64, which sees less: an interpreter's loop took 2.4 times as long.
    set_switch("disable-select-optimize", false);
  });
}

llvm::CodeGenOptLevel codegen_level(unsigned opt_level) {
  if (opt_level == 0) return llvm::CodeGenOptLevel::None;
  return opt_level == 1 ? llvm::CodeGenOptLevel::Less : llvm::CodeGenOptLevel::Default;
}

Unexpected unsupported(const std::string& triple, std::string_view why) {
  return fail(ErrorKind::Unsupported, fmt::format("target {}: {}", triple, why));
}

Result<Architecture> architecture_of(const llvm::Triple& triple) {
  const bool is_linux = triple.isOSLinux() && triple.isOSBinFormatELF();
  if (is_linux && triple.getArch() == llvm::Triple::x86_64 && !triple.isX32()) return Architecture::X86_64;
  if (is_linux && triple.getArch() == llvm::Triple::aarch64) return Architecture::AArch64;
  // LLVM 19 has no calling convention with guaranteed tail calls for RISC-V.
  return unsupported(triple.str(), "code can be generated for x86_64-linux-gnu and aarch64-linux-gnu");
}

// Which of the features a processor that LLVM knows by name has.
Result<std::vector<std::string>> features_of(const std::string& cpu, const std::string& triple,
                                             const llvm::Target& target, Architecture architecture) {
  const std::unique_ptr<llvm::MCSubtargetInfo> any(target.createMCSubtargetInfo(triple, "", ""));
  if (!any->isCPUStringValid(cpu)) return unsupported(triple, fmt::format("unknown processor '{}'", cpu));
  const std::unique_ptr<llvm::MCSubtargetInfo> info(target.createMCSubtargetInfo(triple, cpu, ""));
  std::vector<std::string> features;
  for (const std::string_view each : cpu_features(architecture)) {
    if (info->checkFeatures("+" + std::string(each))) features.emplace_back(each);
  }
  return features;
}

struct HostProcessor {
  std::string name;
  std::vector<std::string> features;
};

// FAST: asking the processor for its name took 0.07 ms of the 7 that a small function took as a whole (perf).
const HostProcessor& host_processor() {
  static const HostProcessor host = [] {
    HostProcessor made;
    made.name = llvm::sys::getHostCPUName().str();
    for (const std::string_view each : cpu_features(host_architecture())) {
      if (host_has_cpu_feature(each)) made.features.emplace_back(each);
    }
    return made;
  }();
  return host;
}

// Adds and takes away what "+avx2,-fma" says.
Result<> apply(const std::string& changes, Target& target) {
  llvm::SmallVector<llvm::StringRef, 8> words;
  llvm::StringRef(changes).split(words, ',', -1, /*KeepEmpty=*/false);
  for (const llvm::StringRef word : words) {
    const std::string_view name = word.drop_front();
    const std::span<const std::string_view> known = cpu_features(target.architecture);
    if ((word.front() != '+' && word.front() != '-') || std::ranges::find(known, name) == known.end()) {
      return unsupported(target.triple, fmt::format("'{}' is no processor feature with + or - before it; there are: {}",
                                                    std::string_view(word), fmt::join(known, " ")));
    }
    std::erase(target.features, name);
    if (word.front() == '+') target.features.emplace_back(name);
  }
  return {};
}

}  // namespace

Result<Target> resolve_target(const CompileOptions& options) {
  initialise_targets();
  const bool is_host = options.target.empty();
  const llvm::Triple triple(llvm::Triple::normalize(is_host ? llvm::sys::getProcessTriple() : options.target));
  Target target;
  target.triple = triple.str();
  std::string message;
  const llvm::Target* known = llvm::TargetRegistry::lookupTarget(target.triple, message);
  if (known == nullptr) return unsupported(target.triple, message);
  WRT_ASSIGN(target.architecture, architecture_of(triple));
  const bool is_x86 = target.architecture == Architecture::X86_64;
  target.baseline = is_x86 ? "x86-64" : "generic";
  target.cpu = options.cpu;
  if (options.cpu == "native" || (options.cpu.empty() && is_host)) {
    if (target.architecture != host_architecture())
      return unsupported(target.triple, "this computer's processor has another architecture");
    target.cpu = host_processor().name;
    target.features = host_processor().features;
  } else {
    const std::string portable = is_x86 ? "x86-64-v2" : "generic";
    const std::string cpu = options.cpu.empty() || options.cpu == "baseline" ? portable : options.cpu;
    WRT_ASSIGN(target.features, features_of(cpu, target.triple, *known, target.architecture));
    target.cpu = cpu == portable ? target.baseline : cpu;
  }
  WRT_TRY(apply(options.features, target));
  // Without them, rounding would be calls of libm.
  if (is_x86 && std::ranges::find(target.features, "sse4.1") == target.features.end())
    return unsupported(target.triple, "the processor must have SSE4.1");
  return target;
}

namespace {

// FAST: what a machine makes when it first sees a function, without the making of the machine itself, took 0.5 ms of
// the 7 that a small function took as a whole (perf). So machines that nobody uses are kept for whoever wants the same.
struct IdleMachines {
  static constexpr std::size_t kMost = 16;
  struct Entry {
    std::string kind;
    std::unique_ptr<llvm::LLVMTargetMachine> machine;
  };
  std::mutex mutex;
  std::vector<Entry> entries;
};

// Never destroyed: threads that compile may outlive main().
IdleMachines& idle_machines() {
  static IdleMachines* const machines = new IdleMachines;
  return *machines;
}

}  // namespace

TargetMachine take_target_machine(const Target& target, unsigned opt_level) {
  const std::string features = target.features.empty() ? "" : fmt::format("+{}", fmt::join(target.features, ",+"));
  std::string kind = fmt::format("{} {} {} -O{}", target.triple, target.baseline, features, opt_level);
  {
    IdleMachines& idle = idle_machines();
    const std::lock_guard lock(idle.mutex);
    const auto found = std::ranges::find(idle.entries, kind, &IdleMachines::Entry::kind);
    if (found != idle.entries.end()) {
      TargetMachine machine(found->machine.release(), TargetMachineReturn{std::move(kind)});
      idle.entries.erase(found);
      return machine;
    }
  }
  std::string message;
  const llvm::Target* known = llvm::TargetRegistry::lookupTarget(target.triple, message);
  llvm::TargetOptions options;
  options.EnableFastISel = opt_level == 0;
  llvm::TargetMachine* const machine =
      known->createTargetMachine(target.triple, target.baseline, features, options, llvm::Reloc::PIC_,
                                 llvm::CodeModel::Small, codegen_level(opt_level));
  return TargetMachine(static_cast<llvm::LLVMTargetMachine*>(machine), TargetMachineReturn{std::move(kind)});
}

void TargetMachineReturn::operator()(llvm::LLVMTargetMachine* machine) const {
  std::unique_ptr<llvm::LLVMTargetMachine> owned(machine);
  IdleMachines& idle = idle_machines();
  const std::lock_guard lock(idle.mutex);
  if (idle.entries.size() < IdleMachines::kMost) idle.entries.push_back({kind, std::move(owned)});
}

}  // namespace wrt::llvm_compiler
