// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LLVM's disassembler and printer of one architecture, with all of its extensions: code may have been made for any
// processor of it.
#include "compiler/llvm/disassemble.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/llvm/target.h"

namespace wrt::llvm_compiler {

namespace {

// "\tmovl\t$1, %eax" with single blanks, and none around it.
std::string with_blanks(std::string_view printed) {
  std::string text;
  for (const char each : printed) {
    const bool blank = each == '\t' || each == ' ' || each == '\n';
    if (!blank) text += each;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

class McDisassembler final : public Disassembler {
 public:
  McDisassembler(const llvm::Target& target, const std::string& triple, const std::string& features)
      : registers_(target.createMCRegInfo(triple)),
        assembly_(target.createMCAsmInfo(*registers_, triple, llvm::MCTargetOptions())),
        instructions_(target.createMCInstrInfo()),
        subtarget_(target.createMCSubtargetInfo(triple, "", features)),
        context_(llvm::Triple(triple), assembly_.get(), registers_.get(), subtarget_.get()),
        decoder_(target.createMCDisassembler(*subtarget_, context_)),
        analysis_(target.createMCInstrAnalysis(instructions_.get())),
        printer_(target.createMCInstPrinter(llvm::Triple(triple), assembly_->getAssemblerDialect(), *assembly_,
                                            *instructions_, *registers_)),
        unit_(assembly_->getMinInstAlignment()) {
    printer_->setPrintImmHex(true);
    printer_->setPrintBranchImmAsAddress(true);
  }

  std::vector<MachineInstruction> disassemble(std::span<const std::uint8_t> code, std::uint64_t address) override {
    const llvm::ArrayRef<std::uint8_t> bytes(code.data(), code.size());
    std::vector<MachineInstruction> result;
    for (std::size_t at = 0; at < code.size();) {
      llvm::MCInst instruction;
      std::uint64_t size = 0;
      const auto status = decoder_->getInstruction(instruction, size, bytes.slice(at), address + at, llvm::nulls());
      MachineInstruction shown;
      if (status == llvm::MCDisassembler::Success && size != 0 && size <= code.size() - at) {
        shown = show(instruction, address + at, size);
      } else {
        size = std::min<std::uint64_t>(unit_, code.size() - at);
        shown.text = data_text(code.subspan(at, size));
      }
      shown.offset = static_cast<std::uint32_t>(at);
      shown.size = static_cast<std::uint32_t>(size);
      result.push_back(std::move(shown));
      at += size;
    }
    return result;
  }

 private:
  MachineInstruction show(const llvm::MCInst& instruction, std::uint64_t address, std::uint64_t size) {
    MachineInstruction shown;
    std::string printed;
    llvm::raw_string_ostream out(printed);
    // What operands are relative to.
    const std::uint64_t base = subtarget_->getTargetTriple().isX86() ? address + size : address;
    printer_->printInst(&instruction, base, "", *subtarget_, out);
    shown.text = with_blanks(printed);
    std::uint64_t target = 0;
    if (analysis_->evaluateBranch(instruction, address, size, target)) {
      const llvm::MCInstrDesc& description = instructions_->get(instruction.getOpcode());
      const std::string operand = fmt::format("{:#x}", target);
      if ((description.isBranch() || description.isCall()) && shown.text.ends_with(operand)) {
        shown.text.resize(shown.text.size() - operand.size());
        shown.target = target;
      }
    }
    shown.data = analysis_->evaluateMemoryOperandAddress(instruction, subtarget_.get(), address, size);
    return shown;
  }

  static std::string data_text(std::span<const std::uint8_t> bytes) {
    std::string text = ".byte";
    for (const std::uint8_t each : bytes) text += fmt::format("{} {:#04x}", text == ".byte" ? "" : ",", each);
    return text;
  }

  std::unique_ptr<llvm::MCRegisterInfo> registers_;
  std::unique_ptr<llvm::MCAsmInfo> assembly_;
  std::unique_ptr<llvm::MCInstrInfo> instructions_;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget_;
  llvm::MCContext context_;
  std::unique_ptr<llvm::MCDisassembler> decoder_;
  std::unique_ptr<llvm::MCInstrAnalysis> analysis_;
  std::unique_ptr<llvm::MCInstPrinter> printer_;
  std::size_t unit_;  // instructions are multiples of so many bytes
};

}  // namespace

Result<std::unique_ptr<Disassembler>> make_disassembler(Architecture architecture) {
  CompileOptions options;
  options.target = linux_triple(architecture);
  WRT_ASSIGN(const Target target, resolve_target(options));
  std::string message;
  const llvm::Target* known = llvm::TargetRegistry::lookupTarget(target.triple, message);
  const bool is_aarch64 = architecture == Architecture::AArch64;
  return std::unique_ptr<Disassembler>(new McDisassembler(*known, target.triple, is_aarch64 ? "+all" : ""));
}

}  // namespace wrt::llvm_compiler
