// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading an artefact with plain reads, and putting names to what the disassembler finds.
#include "api/native_code.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "api/compiler_module.h"
#include "api/program.h"
#include "lib/abi/trap_instruction.h"
#include "lib/binary/skeleton.h"
#include "runtime/shared_object.h"

namespace wrt {

Result<NativeCode> NativeCode::open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(ErrorKind::Io, std::strerror(errno));
  return from_file(std::move(file));
}

Result<NativeCode> NativeCode::compile(const InputFile& input, const CompileOptions& options) {
  if (const Error* error = input.text_error()) return fail(error->kind(), error->offset(), error->message());
  CompileOptions with_positions = options;
  with_positions.all_positions = true;
  WRT_ASSIGN(const CompiledModule compiled, compile_bytes(input.bytes(), Features(), with_positions));
  return from_bytes(compiled.artefact);
}

Result<NativeCode> NativeCode::from_bytes(std::span<const std::uint8_t> artefact) {
  WRT_ASSIGN(FileDescriptor file, make_memory_file(artefact));
  return from_file(std::move(file));
}

Result<NativeCode> NativeCode::from_file(FileDescriptor file) {
  WRT_ASSIGN(ElfFile elf, ElfFile::open(std::move(file)));
  WRT_ASSIGN(ArtefactReader reader, ArtefactReader::open(std::move(elf)));
  NativeCode native;
  native.reader_ = std::make_unique<ArtefactReader>(std::move(reader));
  WRT_ASSIGN(std::vector<std::uint8_t> skeleton, native.reader_->read_skeleton());
  native.skeleton_ = std::make_unique<const std::vector<std::uint8_t>>(std::move(skeleton));
  Result<Module> module = decode_skeleton(*native.skeleton_, native.note().features);
  if (!module) {
    return fail(module.error().kind(), fmt::format("damaged: its skeleton is no module: {}", module.error().message()));
  }
  native.module_ = std::make_unique<const Module>(std::move(*module));
  WRT_ASSIGN(ArtefactCode code, ArtefactCode::read(*native.reader_));
  native.code_ = std::make_unique<const ArtefactCode>(std::move(code));
  if (native.code_->function_count() != native.module_->bodies.size())
    return fail(ErrorKind::Malformed, "damaged: it belongs to another module");
  native.names_ = IndexNames(*native.module_);
  for (std::size_t i = 0; i < native.code_->function_count(); ++i) {
    native.by_address_[native.code_->address(i)] = static_cast<FuncIndex>(native.module_->imported_functions + i);
  }
  return native;
}

std::vector<NativeCode::Section> NativeCode::sections() const {
  std::vector<Section> sections;
  for (const ElfSection& each : reader_->file().sections()) sections.push_back({std::string(each.name), each.size});
  return sections;
}

std::uint64_t NativeCode::image_size() const {
  const std::optional<ElfSection> image = reader_->file().section(kImageSection);
  return image ? image->size : 0;
}

Result<std::vector<NativeInstruction>> NativeCode::instructions(FuncIndex function) {
  if (disassembler_ == nullptr) {
    WRT_ASSIGN(Compiler * compiler, compiler_module());
    WRT_ASSIGN(disassembler_, compiler->make_disassembler(architecture()));
  }
  const std::size_t index = function - module_->imported_functions;
  const std::span<const std::uint8_t> code = code_->code(index);
  const std::span<const ArtefactPosition> positions = code_->positions(index);
  std::vector<NativeInstruction> result;
  std::size_t row = 0;  // the first that is for code behind the instruction
  for (const MachineInstruction& each : disassembler_->disassemble(code, address(function))) {
    while (row < positions.size() && positions[row].code_offset <= each.offset) ++row;
    NativeInstruction& shown = result.emplace_back(show(each, function));
    if (row != 0) shown.wasm_offset = positions[row - 1].wasm_offset;
    const std::optional<TrapCode> trap = explicit_trap(architecture(), code.subspan(each.offset, each.size));
    if (trap) shown.comment = fmt::format("trap: {}", trap_text(*trap));
  }
  return result;
}

NativeInstruction NativeCode::show(const MachineInstruction& instruction, FuncIndex function) const {
  NativeInstruction shown;
  shown.address = address(function) + instruction.offset;
  shown.size = instruction.size;
  shown.text = instruction.text;
  if (instruction.data) shown.comment = fmt::format("{:#08x}", *instruction.data);
  if (!instruction.target) return shown;
  const std::uint64_t target = *instruction.target;
  const auto callee = by_address_.find(target);
  if (callee != by_address_.end()) {
    const bool named = !names_.find(NameSpace::Function, callee->second).empty();
    shown.text += fmt::format("{}{}", named ? "" : "func ", names_.show(NameSpace::Function, callee->second));
  } else {
    shown.text += fmt::format("{:#08x}", target);
  }
  return shown;
}

}  // namespace wrt
