// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NativeCode: a module's machine code to be looked at, from an artefact's file or compiled for the purpose. It may be
// for another machine, and nothing of it is ever mapped executable or run. Taking code apart needs the compiler's
// module, which is opened when the first function is asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/input_file.h"
#include "compiler/compiler.h"
#include "lib/abi/artefact_note.h"
#include "lib/support/result.h"
#include "lib/text/index_names.h"
#include "lib/wasm/module.h"
#include "runtime/artefact_code.h"

namespace wrt {

// A machine instruction of a function, with what is known about it.
struct NativeInstruction {
  std::uint64_t address = 0;  // relative to the artefact
  std::uint32_t size = 0;
  // Offset in the module's file of the WebAssembly instruction that it belongs to. 0: none, as for what sets the frame
  // up.
  std::uint32_t wasm_offset = 0;
  std::string text;     // "callq $fib", "jne 0x1c30"
  std::string comment;  // of a trap its reason, of data its address; or empty
};

class NativeCode {
 public:
  struct Section {
    std::string name;
    std::uint64_t size = 0;
  };

  // Errors: Io, Malformed, Unsupported (another version's); without offsets.
  static Result<NativeCode> open(const std::string& path);
  // Of an artefact in memory, which the result does not refer to.
  static Result<NativeCode> from_bytes(std::span<const std::uint8_t> artefact);
  // Compiles a module; nothing is written, and no cache looked into. Errors of every kind, with offsets in the bytes,
  // or in the text where that is malformed.
  static Result<NativeCode> compile(const InputFile& input, const CompileOptions& options);

  const ArtefactNote& note() const { return reader_->note(); }
  Architecture architecture() const { return reader_->file().architecture(); }
  // Of the artefact's file.
  std::uint64_t file_size() const { return reader_->file().size(); }
  // The parts of it, in the order of the file.
  std::vector<Section> sections() const;
  std::uint64_t skeleton_size() const { return skeleton_->size(); }
  std::uint64_t image_size() const;
  // The module without its bodies.
  const Module& module() const { return *module_; }
  // Where a function's code is and how large. Precondition: the module defines it.
  std::uint64_t address(FuncIndex function) const { return code_->address(function - module_->imported_functions); }
  std::size_t code_size(FuncIndex function) const { return code_->code(function - module_->imported_functions).size(); }

  // Takes a function apart, by rising address. Precondition as above. Errors: Io, when there is no compiler;
  // Unsupported. One thread at a time.
  Result<std::vector<NativeInstruction>> instructions(FuncIndex function);

 private:
  NativeCode() = default;
  static Result<NativeCode> from_file(FileDescriptor file);
  NativeInstruction show(const MachineInstruction& instruction, FuncIndex function) const;

  std::unique_ptr<ArtefactReader> reader_;
  std::unique_ptr<const std::vector<std::uint8_t>> skeleton_;
  std::unique_ptr<const Module> module_;
  std::unique_ptr<const ArtefactCode> code_;
  std::unordered_map<std::uint64_t, FuncIndex> by_address_;
  IndexNames names_;
  std::unique_ptr<Disassembler> disassembler_;
};

}  // namespace wrt
