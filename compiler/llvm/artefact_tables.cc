// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Written with LLVM's streamer: an offset is the difference of a symbol and the header, which is in the same section
// as the tables, so that the linker resolves it and the loader finds nothing to relocate.
#include "compiler/llvm/artefact_tables.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCExpr.h>
#include <llvm/MC/MCObjectFileInfo.h>
#include <llvm/MC/MCSectionELF.h>
#include <llvm/MC/MCStreamer.h>
#include <llvm/MC/MCSymbolELF.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/llvm/thunks.h"
#include "lib/abi/artefact.h"
#include "lib/abi/artefact_note.h"

namespace wrt::llvm_compiler {

namespace {

class TablesWriter {
 public:
  TablesWriter(llvm::MCContext& context, llvm::MCStreamer& out) : context_(context), out_(out) {}

  void write(const Environment& environment, const ArtefactContent& content) {
    write_note(content.note);
    write_section(kSkeletonSection, content.skeleton, 8);
    write_section(kImageSection, content.image.bytes, environment.target.page_size());
    const llvm::MCSymbol* positions =
        start_of(context_.getELFSection(kPositionSection, llvm::ELF::SHT_PROGBITS, llvm::ELF::SHF_ALLOC));
    const llvm::MCSymbol* text = start_of(context_.getObjectFileInfo()->getTextSection());
    out_.switchSection(context_.getELFSection(".rodata.wrt", llvm::ELF::SHT_PROGBITS, llvm::ELF::SHF_ALLOC));
    out_.emitValueToAlignment(llvm::Align(16));
    plan(environment, content);
    write_header(environment, content, positions, text);
    write_pieces(environment, content);
    if (places_.thunks != 0) write_thunks(environment);
    write_image_runs(content.image);
    for (TableIndex i = 0; i < environment.constant_tables.size(); ++i) write_constant_table(environment, i);
  }

 private:
  // Where the tables stand, from the header on; 0 for those that are left out.
  struct Places {
    std::size_t functions = 0;
    std::size_t pieces = 0;
    std::size_t thunks = 0;
    std::size_t image_runs = 0;
  };

  void plan(const Environment& environment, const ArtefactContent& content) {
    std::size_t end = sizeof(ArtefactHeader);
    if (environment.options.is_partial()) {
      places_.pieces = end;
      end += content.units.size() * sizeof(ArtefactPiece);
    } else {
      places_.functions = end;
      places_.thunks = end + content.units.size() * sizeof(ArtefactFunction);
      end = places_.thunks + environment.module.types.size() * sizeof(ArtefactThunks);
    }
    places_.image_runs = (end + alignof(ArtefactImageRun) - 1) / alignof(ArtefactImageRun) * alignof(ArtefactImageRun);
  }

  const llvm::MCSymbol* start_of(llvm::MCSection* section) {
    out_.switchSection(section);
    out_.emitValueToAlignment(llvm::Align(alignof(ArtefactPosition)));
    llvm::MCSymbol* start = context_.createTempSymbol();
    out_.emitLabel(start);
    return start;
  }

  // Unwind tables find the routine through a pointer that LLVM puts into every object that needs it, under this name.
  const llvm::MCSymbol* personality_pointer() {
    llvm::MCSymbol* routine = context_.getOrCreateSymbol(kPersonalitySymbol);
    out_.emitSymbolAttribute(routine, llvm::MCSA_Global);
    out_.emitSymbolAttribute(routine, llvm::MCSA_Hidden);
    out_.emitAssignment(routine, llvm::MCConstantExpr::create(0, context_));
    llvm::MCSymbol* pointer = context_.getOrCreateSymbol(llvm::Twine("DW.ref.") + kPersonalitySymbol);
    out_.emitSymbolAttribute(pointer, llvm::MCSA_Hidden);
    return pointer;
  }

  void write_note(const std::vector<std::uint8_t>& content) {
    out_.switchSection(context_.getELFSection(kNoteSection, llvm::ELF::SHT_NOTE, llvm::ELF::SHF_ALLOC));
    out_.emitValueToAlignment(llvm::Align(4));
    word(sizeof kNoteName);
    word(content.size());
    word(kArtefactVersion);
    out_.emitBytes(llvm::StringRef(kNoteName, sizeof kNoteName));
    bytes(content);
    out_.emitValueToAlignment(llvm::Align(4));
  }

  // What is read from the file and not mapped with the code.
  void write_section(const char* name, const std::vector<std::uint8_t>& content, std::uint64_t alignment) {
    out_.switchSection(context_.getELFSection(name, llvm::ELF::SHT_PROGBITS, 0));
    out_.emitValueToAlignment(llvm::Align(alignment));
    bytes(content);
  }

  void write_header(const Environment& environment, const ArtefactContent& content, const llvm::MCSymbol* positions,
                    const llvm::MCSymbol* text) {
    auto* header = llvm::cast<llvm::MCSymbolELF>(context_.getOrCreateSymbol(kArtefactSymbol));
    out_.emitSymbolAttribute(header, llvm::MCSA_Global);
    out_.emitSymbolAttribute(header, llvm::MCSA_ELF_TypeObject);
    header->setSize(llvm::MCConstantExpr::create(sizeof(ArtefactHeader), context_));
    out_.emitLabel(header);
    header_ = header;
    word(kArtefactMagic);
    word(kArtefactVersion);
    word(environment.module.bodies.size());
    word(environment.module.types.size());
    word(places_.functions);
    word(places_.thunks);
    offset(positions);
    offset(text);
    // lld defines it at the end of the code; hidden, or it could be another object's.
    llvm::MCSymbol* text_end = context_.getOrCreateSymbol("etext");
    out_.emitSymbolAttribute(text_end, llvm::MCSA_Hidden);
    offset(text_end);
    if (content.has_landing_pads) {
      offset(personality_pointer());
    } else {
      word(0);
    }
    word(places_.image_runs);
    word(content.image.runs.size());
    word(places_.pieces);
    word(places_.pieces != 0 ? content.units.size() : 0);
    out_.emitIntValue(note_identity(content.note), 8);
  }

  // The table of functions, or that of pieces.
  void write_pieces(const Environment& environment, const ArtefactContent& content) {
    const std::vector<FunctionCode>& functions = content.functions;
    llvm::StringMap<std::uint32_t> rows;  // index in `functions`, by symbol
    std::vector<std::uint32_t> first_position(functions.size());
    std::uint32_t positions = 0;
    for (std::uint32_t i = 0; i < functions.size(); ++i) {
      rows[functions[i].symbol] = i;
      first_position[i] = positions;
      positions += functions[i].positions;
    }
    for (const CodeUnit& each : content.units) {
      if (places_.pieces != 0) {
        word(each.function - environment.module.imported_functions);
        word(each.loop_offset);
      }
      const std::uint32_t row = rows.at(environment.symbol(each));
      offset(context_.getOrCreateSymbol(functions[row].symbol));
      word(functions[row].size);
      word(first_position[row]);
      word(functions[row].positions);
    }
  }

  void write_thunks(const Environment& environment) {
    for (const ThunkSymbols& each : thunk_symbols(environment.module)) {
      if (each.array_entry.empty()) {
        word(0);
        word(0);
      } else {
        offset(context_.getOrCreateSymbol(each.array_entry));
        offset(context_.getOrCreateSymbol(each.host_entry));
      }
    }
  }

  void write_image_runs(const MemoryImage& image) {
    out_.emitValueToAlignment(llvm::Align(alignof(ArtefactImageRun)));
    for (const ArtefactImageRun& each : image.runs) {
      out_.emitIntValue(each.address, 8);
      out_.emitIntValue(each.offset, 8);
      out_.emitIntValue(each.size, 8);
      word(each.memory);
      word(0);
    }
  }

  void write_constant_table(const Environment& environment, TableIndex index) {
    const ConstantTable& table = environment.constant_tables[index];
    if (table.empty()) return;
    out_.emitValueToAlignment(llvm::Align(8));
    llvm::MCSymbol* symbol = context_.getOrCreateSymbol(Environment::symbol_of_table(index));
    out_.emitSymbolAttribute(symbol, llvm::MCSA_Global);
    out_.emitSymbolAttribute(symbol, llvm::MCSA_Hidden);
    out_.emitLabel(symbol);
    for (const std::optional<FuncIndex>& each : table) {
      if (!each) {
        word(0);
        word(kNoFunctionType);
        continue;
      }
      distance(context_.getOrCreateSymbol(environment.symbol({.function = *each})), symbol);
      word(environment.types.canonical(environment.module.functions[*each].type));
    }
  }

  void bytes(const std::vector<std::uint8_t>& content) {
    out_.emitBytes(llvm::StringRef(reinterpret_cast<const char*>(content.data()), content.size()));
  }
  void word(std::uint64_t value) { out_.emitIntValue(value, 4); }
  void offset(const llvm::MCSymbol* symbol) { distance(symbol, header_); }
  void distance(const llvm::MCSymbol* symbol, const llvm::MCSymbol* from) {
    out_.emitValue(llvm::MCBinaryExpr::createSub(llvm::MCSymbolRefExpr::create(symbol, context_),
                                                 llvm::MCSymbolRefExpr::create(from, context_), context_),
                   4);
  }

  llvm::MCContext& context_;
  llvm::MCStreamer& out_;
  const llvm::MCSymbol* header_ = nullptr;
  Places places_;
};

}  // namespace

Result<llvm::SmallVector<char, 0>> write_tables(const Environment& environment, llvm::LLVMTargetMachine& target,
                                                const ArtefactContent& content) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::MCContext context(target.getTargetTriple(), target.getMCAsmInfo(), target.getMCRegisterInfo(),
                          target.getMCSubtargetInfo(), nullptr, &target.Options.MCOptions);
  const std::unique_ptr<llvm::MCObjectFileInfo> info(target.getTarget().createMCObjectFileInfo(context, /*PIC=*/true));
  context.setObjectFileInfo(info.get());
  llvm::Expected<std::unique_ptr<llvm::MCStreamer>> streamer =
      target.createMCStreamer(out, nullptr, llvm::CodeGenFileType::ObjectFile, context);
  if (!streamer) return fail(ErrorKind::Internal, llvm::toString(streamer.takeError()));
  (*streamer)->initSections(/*NoExecStack=*/true, *target.getMCSubtargetInfo());
  TablesWriter(context, **streamer).write(environment, content);
  (*streamer)->finish();
  return bytes;
}

}  // namespace wrt::llvm_compiler
