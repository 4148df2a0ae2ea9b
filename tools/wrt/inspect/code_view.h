// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeView: what `wrt inspect --asm` and `--html` show: a module's machine code, and the module beside it. FILE is a
// module, which is compiled and nothing written; or an artefact, whose module the user may give beside it. Then it must
// be the one that the artefact was made of. Without it there are no instructions, only their offsets.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/input_file.h"
#include "api/native_code.h"
#include "lib/text/index_names.h"
#include "lib/wasm/module.h"

namespace wrt {

// A WebAssembly instruction of a function. Without the module, only the offset is known.
struct WasmRow {
  std::uint32_t offset = 0;  // in the module's file
  std::uint32_t depth = 0;
  std::string text;
};

// A machine instruction, and the WebAssembly instruction that it belongs to.
struct NativeRow {
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  NativeInstruction instruction;
  std::uint32_t wasm = kNone;  // index of the WasmRow
};

// One function both ways: its instructions in the order of the body, its code by rising address.
struct FunctionListing {
  std::vector<WasmRow> wasm;
  std::vector<NativeRow> native;
};

class CodeView {
 public:
  // Of `file`, a module or an artefact. If `module_path` is not empty, it names the artefact's module. `options` are
  // for compiling a module. If it fails the user is told, and the exit code returned.
  static std::expected<CodeView, int> open(std::shared_ptr<const InputFile> file, const std::string& module_path,
                                           const CompileOptions& options);

  const std::string& name() const { return name_; }  // of FILE, for messages
  NativeCode& native() { return *native_; }
  const NativeCode& native() const { return *native_; }
  // With bodies if has_bodies().
  const Module& module() const { return module_ ? *module_ : native_->module(); }
  bool has_bodies() const { return module_.has_value(); }
  // Whether FILE was compiled here, so that each machine instruction is known to belong to an instruction, or to none.
  // In an artefact, that is known of what can trap or call, and code behind it counts to it.
  bool has_all_positions() const { return all_positions_; }
  const IndexNames& names() const { return names_; }

  // Precondition: the module defines the function. Errors: of NativeCode::instructions().
  Result<FunctionListing> list(FuncIndex function);

 private:
  CodeView() = default;
  bool open_module(const std::string& path);
  std::vector<WasmRow> wasm_rows(FuncIndex function, const std::vector<NativeInstruction>& native) const;

  std::string name_;
  std::shared_ptr<const InputFile> input_;  // that module_ borrows from
  std::optional<Module> module_;
  std::optional<NativeCode> native_;
  IndexNames names_;
  bool all_positions_ = false;
};

}  // namespace wrt
