// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM's own sequence of code generation passes (what addPassesToEmitFile puts together), with a handler between the
// machine instructions and the streamer.
#include "compiler/llvm/object_writer.h"

#include <cstring>
#include <memory>

#include <llvm/ADT/StringMap.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/BinaryFormat/ELF.h>
#include <llvm/CodeGen/AsmPrinter.h>
#include <llvm/CodeGen/DebugHandlerBase.h>
#include <llvm/CodeGen/MachineFunction.h>
#include <llvm/CodeGen/MachineModuleInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCSectionELF.h>
#include <llvm/MC/MCStreamer.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/raw_ostream.h>

#include "lib/abi/artefact.h"

namespace wrt::llvm_compiler {

namespace {

// Sees every instruction on its way to the streamer. The base class collects debug variables if it has a printer to
// ask, which we do not give it.
class PositionHandler final : public llvm::DebugHandlerBase {
 public:
  PositionHandler(llvm::AsmPrinter& printer, std::vector<FunctionCode>& functions, bool all_positions)
      : DebugHandlerBase(&printer), printer_(printer), functions_(functions), all_positions_(all_positions) {
    Asm = nullptr;
  }

  void beginModule(llvm::Module*) override {}
  void beginFunctionImpl(const llvm::MachineFunction*) override {}
  void endFunctionImpl(const llvm::MachineFunction*) override {}
  void endInstruction() override {}
  // Called at the start of every function, since there is no debug information to be written.
  void skippedNonDebugFunction() override {
    line_ = 0;
    functions_.push_back({printer_.CurrentFnSym->getName().str(), 0, 0});
  }

  void beginInstruction(const llvm::MachineInstr* instruction) override {
    const llvm::DebugLoc& location = instruction->getDebugLoc();
    const unsigned line = location ? location.getLine() : 0;
    if (line == line_ || (line == 0 && !all_positions_) || instruction->isMetaInstruction()) return;
    line_ = line;
    llvm::MCSymbol* label = printer_.OutContext.createTempSymbol();
    printer_.OutStreamer->emitLabel(label);
    rows_.push_back({label, printer_.CurrentFnSym, line_});
    ++functions_.back().positions;
  }

  void endModule() override {
    llvm::MCStreamer& out = *printer_.OutStreamer;
    out.switchSection(
        printer_.OutContext.getELFSection(kPositionSection, llvm::ELF::SHT_PROGBITS, llvm::ELF::SHF_ALLOC));
    out.emitValueToAlignment(llvm::Align(alignof(ArtefactPosition)));
    for (const Row& row : rows_) {
      out.emitAbsoluteSymbolDiff(row.label, row.function, 4);
      out.emitIntValue(row.wasm_offset, 4);
    }
  }

 private:
  struct Row {
    llvm::MCSymbol* label;
    llvm::MCSymbol* function;
    unsigned wasm_offset;
  };

  llvm::AsmPrinter& printer_;
  std::vector<FunctionCode>& functions_;
  const bool all_positions_;
  unsigned line_ = 0;
  std::vector<Row> rows_;
};

// Changes nothing: takes the time between code generation's first and last pass over a function.
class LapPass final : public llvm::FunctionPass {
 public:
  static char ID;

  LapPass(FunctionCosts& costs, bool first) : FunctionPass(ID), costs_(costs), first_(first) {}

  bool runOnFunction(llvm::Function& function) override {
    if (first_) {
      costs_.restart();
    } else {
      costs_.lap(function, FunctionCosts::Step::Emit);
    }
    return false;
  }
  void getAnalysisUsage(llvm::AnalysisUsage& usage) const override { usage.setPreservesAll(); }
  llvm::StringRef getPassName() const override { return "wrt: what a function costs"; }

 private:
  FunctionCosts& costs_;
  bool first_;
};

char LapPass::ID = 0;

bool generate(llvm::Module& module, llvm::LLVMTargetMachine& target, llvm::CodeGenFileType file_type,
              llvm::raw_pwrite_stream& out, std::vector<FunctionCode>* functions, bool all_positions,
              FunctionCosts& costs) {
  llvm::legacy::PassManager passes;
  // No pass may put in calls of C functions.
  llvm::TargetLibraryInfoImpl library(target.getTargetTriple());
  library.disableAllFunctions();
  passes.add(new llvm::TargetLibraryInfoWrapperPass(library));
  auto* info = new llvm::MachineModuleInfoWrapperPass(&target);
  llvm::TargetPassConfig* config = target.createPassConfig(passes);
  config->setDisableVerify(true);
  // Every function sets up its frame first thing: a backtrace that starts at a trap walks frame pointers.
  config->disablePass(&llvm::ShrinkWrapID);
  // Equal tails of blocks stay apart: two traps merged into one would have lost their positions.
  config->setEnableTailMerge(false);
  // There are no variables whose places could be described.
  config->disablePass(&llvm::LiveDebugValuesID);
  passes.add(config);
  passes.add(info);
  passes.add(new LapPass(costs, true));
  if (config->addISelPasses()) return false;
  config->addMachinePasses();
  config->setInitialized();

  llvm::MCContext& context = info->getMMI().getContext();
  llvm::Expected<std::unique_ptr<llvm::MCStreamer>> streamer =
      target.createMCStreamer(out, nullptr, file_type, context);
  if (!streamer) {
    llvm::consumeError(streamer.takeError());
    return false;
  }
  auto* printer = static_cast<llvm::AsmPrinter*>(target.getTarget().createAsmPrinter(target, std::move(*streamer)));
  if (printer == nullptr) return false;
  if (functions != nullptr)
    printer->addDebugHandler(std::make_unique<PositionHandler>(*printer, *functions, all_positions));
  passes.add(printer);
  passes.add(llvm::createFreeMachineFunctionPass());
  passes.add(new LapPass(costs, false));
  passes.run(module);
  return true;
}

// Records of an ELF file that LLVM wrote just now, so that nothing need be checked.
template <typename T>
T record(const ObjectCode& code, std::size_t offset) {
  T value;
  std::memcpy(&value, code.bytes.data() + offset, sizeof value);
  return value;
}

// The sizes of functions are known when the object is assembled: its symbol table has them.
bool read_sizes(ObjectCode& code) {
  const auto header = record<llvm::ELF::Elf64_Ehdr>(code, 0);
  const auto section = [&](std::size_t index) {
    return record<llvm::ELF::Elf64_Shdr>(code, header.e_shoff + index * sizeof(llvm::ELF::Elf64_Shdr));
  };
  llvm::StringMap<std::uint64_t> sizes;
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    const llvm::ELF::Elf64_Shdr table = section(i);
    if (table.sh_type != llvm::ELF::SHT_SYMTAB) continue;
    const char* names = code.bytes.data() + section(table.sh_link).sh_offset;
    for (std::size_t at = 0; at < table.sh_size; at += sizeof(llvm::ELF::Elf64_Sym)) {
      const auto symbol = record<llvm::ELF::Elf64_Sym>(code, table.sh_offset + at);
      if (symbol.getType() == llvm::ELF::STT_FUNC) sizes[names + symbol.st_name] = symbol.st_size;
    }
  }
  for (FunctionCode& function : code.functions) {
    const auto found = sizes.find(function.symbol);
    if (found == sizes.end()) return false;
    function.size = static_cast<std::uint32_t>(found->second);
  }
  return true;
}

Unexpected fail_to_generate() {
  return fail(ErrorKind::Internal, "LLVM could not generate code");
}

}  // namespace

Result<ObjectCode> write_object(llvm::Module& module, llvm::LLVMTargetMachine& target, bool all_positions,
                                FunctionCosts& costs) {
  ObjectCode code;
  code.has_landing_pads = module.getFunction(kPersonalitySymbol) != nullptr;
  llvm::raw_svector_ostream out(code.bytes);
  if (!generate(module, target, llvm::CodeGenFileType::ObjectFile, out, &code.functions, all_positions, costs) ||
      !read_sizes(code))
    return fail_to_generate();
  return code;
}

Result<std::string> write_assembly(llvm::Module& module, llvm::LLVMTargetMachine& target, FunctionCosts& costs) {
  llvm::SmallVector<char, 0> text;
  llvm::raw_svector_ostream out(text);
  if (!generate(module, target, llvm::CodeGenFileType::AssemblyFile, out, nullptr, false, costs))
    return fail_to_generate();
  return std::string(text.data(), text.size());
}

}  // namespace wrt::llvm_compiler
