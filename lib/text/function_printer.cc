// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Printing a function's head, locals and body.
#include "lib/text/function_printer.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "lib/binary/body_reader.h"
#include "lib/text/escape.h"
#include "lib/text/instruction_printer.h"

namespace wrt {

namespace {

// Deeper nesting is not indented further, so that a hostile body prints in linear space.
constexpr std::uint32_t kMaxIndentation = 40;

// The function type, or null where the module is not valid there.
const FuncType* type_of(const Module& module, FuncIndex index) {
  const TypeIndex type = module.functions[index].type;
  if (type >= module.types.size() || module.types[type].kind != SubType::Kind::Func) return nullptr;
  return &module.types[type].func;
}

class FunctionPrinter {
 public:
  FunctionPrinter(const Module& module, const IndexNames& names, FuncIndex index, std::string& out)
      : module_(module), names_(names), index_(index), type_(type_of(module, index)), out_(out) {}

  Result<> print() {
    print_head();
    BodyReader reader(module_.body(index_));
    const std::size_t params = type_ == nullptr ? 0 : type_->params.size();
    std::vector<LocalRun> runs;
    WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(params), runs));
    print_locals(static_cast<std::uint32_t>(params), runs);
    WRT_TRY(print_body(reader));
    out_ += ")\n";
    return {};
  }

 private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void print_head() {
    const std::string_view name = names_.find(NameSpace::Function, index_);
    append("(func {}(;{};) (type {})", name.empty() ? "" : text_identifier(name) + ' ', index_,
           names_.show(NameSpace::Type, module_.functions[index_].type));
    if (type_ != nullptr) {
      for (std::size_t i = 0; i < type_->params.size(); ++i) {
        print_typed("param", static_cast<std::uint32_t>(i), type_->params[i]);
      }
      for (const ValType each : type_->results) append(" (result {})", to_string(each));
    }
    const ByteRange& body = module_.body(index_);
    append("  ;; {} bytes at {:#x}\n", body.bytes.size(), body.offset);
  }

  // " (param $n i32)"
  void print_typed(const char* keyword, std::uint32_t local, ValType type) {
    const std::string_view name = names_.find(NameSpace::Local, index_, local);
    append(" ({}{} {})", keyword, name.empty() ? "" : ' ' + text_identifier(name), to_string(type));
  }

  void print_locals(std::uint32_t first, const std::vector<LocalRun>& runs) {
    std::uint32_t local = first;
    for (const LocalRun& run : runs) {
      for (std::uint32_t i = 0; i < run.count; ++i) {
        out_ += " ";
        print_typed("local", local++, run.type);
        out_ += '\n';
      }
    }
  }

  Result<> print_body(BodyReader& reader) {
    InstructionPrinter printer(names_, index_);
    Instruction instruction;
    std::uint32_t depth = 0;
    while (!reader.at_end()) {
      WRT_TRY(reader.read(instruction));
      const Opcode opcode = instruction.opcode;
      const BlockRole role = block_role(opcode);
      const bool closes = role == BlockRole::Closes || role == BlockRole::Divides;
      if (closes && depth == 0) break;  // the function's own end
      const std::uint32_t shown = std::min(closes ? depth - 1 : depth, kMaxIndentation);
      append("  (;{:#08x};) {:{}}", instruction.offset, "", shown * 2);
      // A delegate's label is counted from outside of its block.
      printer.set_depth(opcode == Opcode::Delegate ? depth - 1 : depth);
      printer.print(instruction, out_);
      if (role == BlockRole::Opens) append("  ;; @{}", ++depth);
      if (role == BlockRole::Closes) append("  ;; @{}", depth--);
      out_ += '\n';
    }
    return {};
  }

  const Module& module_;
  const IndexNames& names_;
  const FuncIndex index_;
  const FuncType* const type_;
  std::string& out_;
};

}  // namespace

Result<> print_function(const Module& module, const IndexNames& names, FuncIndex index, std::string& out) {
  return FunctionPrinter(module, names, index, out).print();
}

}  // namespace wrt
