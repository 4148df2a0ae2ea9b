// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function's head, locals and body: one walk over the body, whatever becomes of its lines.
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

// " (param $n i32)"
void append_typed(const IndexNames& names, FuncIndex function, const char* keyword, std::uint32_t local, ValType type,
                  std::string& out) {
  const std::string_view name = names.find(NameSpace::Local, function, local);
  fmt::format_to(std::back_inserter(out), " ({}{} {})", keyword, name.empty() ? "" : ' ' + text_identifier(name),
                 to_string(type));
}

// Reads a body's locals, so that the reader stands at its first instruction.
Result<std::vector<LocalRun>> read_locals(const Module& module, FuncIndex index, BodyReader& reader) {
  const FuncType* const type = type_of(module, index);
  std::vector<LocalRun> runs;
  WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(type == nullptr ? 0 : type->params.size()), runs));
  return runs;
}

Result<> list_body(BodyReader& reader, const IndexNames& names, FuncIndex index,
                   const std::function<void(const InstructionLine&)>& show) {
  InstructionPrinter printer(names, index);
  Instruction instruction;
  std::string text;
  std::uint32_t depth = 0;
  while (!reader.at_end()) {
    WRT_TRY(reader.read(instruction));
    const Opcode opcode = instruction.opcode;
    const BlockRole role = block_role(opcode);
    const bool closes = role == BlockRole::Closes || role == BlockRole::Divides;
    if (closes && depth == 0) break;  // the function's own end
    const std::uint32_t shown = std::min(closes ? depth - 1 : depth, kMaxIndentation);
    text.clear();
    // A delegate's label is counted from outside of its block.
    printer.set_depth(opcode == Opcode::Delegate ? depth - 1 : depth);
    printer.print(instruction, text);
    if (role == BlockRole::Opens) fmt::format_to(std::back_inserter(text), "  ;; @{}", ++depth);
    if (role == BlockRole::Closes) fmt::format_to(std::back_inserter(text), "  ;; @{}", depth--);
    show({instruction.offset, shown, text});
  }
  return {};
}

}  // namespace

Result<> list_instructions(const Module& module, const IndexNames& names, FuncIndex index,
                           const std::function<void(const InstructionLine&)>& show) {
  BodyReader reader(module.body(index));
  WRT_TRY(read_locals(module, index, reader));
  return list_body(reader, names, index, show);
}

std::string function_head(const Module& module, const IndexNames& names, FuncIndex index) {
  const FuncType* const type = type_of(module, index);
  const std::string_view name = names.find(NameSpace::Function, index);
  std::string out = fmt::format("(func {}(;{};) (type {})", name.empty() ? "" : text_identifier(name) + ' ', index,
                                names.show(NameSpace::Type, module.functions[index].type));
  if (type == nullptr) return out;
  for (std::size_t i = 0; i < type->params.size(); ++i) {
    append_typed(names, index, "param", static_cast<std::uint32_t>(i), type->params[i], out);
  }
  for (const ValType each : type->results) out += fmt::format(" (result {})", to_string(each));
  return out;
}

Result<> print_function(const Module& module, const IndexNames& names, FuncIndex index, std::string& out) {
  const ByteRange& body = module.body(index);
  out += fmt::format("{}  ;; {} bytes at {:#x}\n", function_head(module, names, index), body.bytes.size(), body.offset);
  BodyReader reader(body);
  WRT_ASSIGN(const std::vector<LocalRun> runs, read_locals(module, index, reader));
  const FuncType* const type = type_of(module, index);
  std::uint32_t local = static_cast<std::uint32_t>(type == nullptr ? 0 : type->params.size());
  for (const LocalRun& run : runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      out += " ";
      append_typed(names, index, "local", local++, run.type, out);
      out += '\n';
    }
  }
  WRT_TRY(list_body(reader, names, index, [&out](const InstructionLine& line) {
    fmt::format_to(std::back_inserter(out), "  (;{:#08x};) {:{}}{}\n", line.offset, "", line.depth * 2, line.text);
  }));
  out += ")\n";
  return {};
}

}  // namespace wrt
