// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fields in the order of the sections, imports first. Names are noted as they are printed; if the section that they
// would make is not the one that the module has, all is printed again without them, and the section as bytes.
#include "lib/text/module_printer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "lib/binary/body_reader.h"
#include "lib/binary/sections.h"
#include "lib/text/custom_annotation.h"
#include "lib/text/escape.h"
#include "lib/text/index_names.h"
#include "lib/text/instruction_printer.h"
#include "lib/text/name_section.h"

namespace wrt {

namespace {

// Deeper nesting is not indented further, so that a hostile body prints in linear space.
constexpr std::size_t kMaxIndentation = 40;

class ModulePrinter {
 public:
  ModulePrinter(const Module& module, bool with_names) : module_(module), with_names_(with_names) {
    if (!with_names) return;
    all_names_ = IndexNames(module);
    ids_ = all_names_;
    ids_.drop_duplicates();
  }

  Result<> print();
  std::string take() { return std::move(out_); }
  // The name section that the text stands for.
  const NameSectionContent& names() const { return printed_names_; }

 private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void print_name(NameSpace space, std::uint32_t index);
  bool print_owned_name(NameSpace space, std::uint32_t owner, std::uint32_t index, OwnedNames& names);
  // A field's start: "  (func $f (;0;)", the name noted.
  void open_field(const char* keyword, NameSpace space, std::uint32_t index);

  void print_types();
  void print_type(TypeIndex index, const char* indentation);
  void print_composite_type(TypeIndex index);
  void print_field_type(const FieldType& field);
  void print_import(const Import& import);
  void print_function_type(FuncIndex index);
  void print_memory_type(const MemoryType& type);
  Result<> print_function(FuncIndex index);
  Result<> print_body(FuncIndex index, BodyReader& reader);
  void print_locals(FuncIndex index, std::span<const LocalRun> runs);
  std::string label_of(FuncIndex index, std::uint32_t label);
  Result<> print_tables();
  void print_memories();
  void print_tags();
  Result<> print_globals();
  void print_exports();
  Result<> print_elements();
  Result<> print_element(const ElementSegment& segment);
  Result<> print_data();
  // " i32.const 0", without the final end.
  Result<> print_const_expr(const ConstExpr& expression);
  void print_customs();

  const Module& module_;
  const bool with_names_;
  IndexNames all_names_;
  IndexNames ids_;
  NameSectionContent printed_names_;
  std::string out_;
};

Result<> ModulePrinter::print() {
  out_ += "(module";
  if (!all_names_.module_name().empty()) {
    append(" {}", text_identifier(all_names_.module_name()));
    printed_names_.module = all_names_.module_name();
  }
  out_ += '\n';
  print_types();
  for (const Import& each : module_.imports) print_import(each);
  for (FuncIndex i = module_.imported_functions; i < module_.functions.size(); ++i) WRT_TRY(print_function(i));
  WRT_TRY(print_tables());
  print_memories();
  print_tags();
  WRT_TRY(print_globals());
  print_exports();
  if (module_.start) append("  (start {})\n", ids_.show(NameSpace::Function, *module_.start));
  WRT_TRY(print_elements());
  WRT_TRY(print_data());
  print_customs();
  out_ += ")\n";
  return {};
}

// --- Names ---

void ModulePrinter::print_name(NameSpace space, std::uint32_t index) {
  const std::string_view name = all_names_.find(space, index);
  if (name.empty()) return;
  printed_names_.map(space).emplace_back(index, name);
  if (!ids_.find(space, index).empty()) {
    append(" {}", ids_.show(space, index));
  } else {
    append(" (@name {})", text_string(name));
  }
}

// Whether there was one.
bool ModulePrinter::print_owned_name(NameSpace space, std::uint32_t owner, std::uint32_t index, OwnedNames& names) {
  const std::string_view name = all_names_.find(space, owner, index);
  if (name.empty()) return false;
  if (names.empty() || names.back().first != owner) names.emplace_back(owner, NameMap());
  names.back().second.emplace_back(index, name);
  if (!ids_.find(space, owner, index).empty()) {
    append(" {}", ids_.show(space, owner, index));
  } else {
    append(" (@name {})", text_string(name));
  }
  return true;
}

void ModulePrinter::open_field(const char* keyword, NameSpace space, std::uint32_t index) {
  append("({}", keyword);
  print_name(space, index);
  append(" (;{};)", index);
}

// --- Types ---

void ModulePrinter::print_types() {
  for (TypeIndex i = 0; i < module_.types.size();) {
    const std::uint32_t size = module_.types[i].group_size;
    if (size == 1) {
      print_type(i++, "  ");
      continue;
    }
    out_ += "  (rec\n";
    for (std::uint32_t j = 0; j < size; ++j) print_type(i++, "    ");
    out_ += "  )\n";
  }
}

void ModulePrinter::print_type(TypeIndex index, const char* indentation) {
  const SubType& type = module_.types[index];
  const bool is_sub = !type.is_final || type.super;
  out_ += indentation;
  open_field("type", NameSpace::Type, index);
  if (is_sub) out_ += type.is_final ? " (sub final" : " (sub";
  if (type.super) append(" {}", ids_.show(NameSpace::Type, *type.super));
  print_composite_type(index);
  out_ += is_sub ? "))\n" : ")\n";
}

void ModulePrinter::print_composite_type(TypeIndex index) {
  const SubType& type = module_.types[index];
  switch (type.kind) {
    case SubType::Kind::Func: {
      const std::string signature = to_string(type.func);
      append(" (func{}{})", signature.empty() ? "" : " ", signature);
      return;
    }
    case SubType::Kind::Array:
      out_ += " (array";
      print_field_type(type.fields[0]);
      out_ += ')';
      return;
    case SubType::Kind::Struct: break;
  }
  out_ += " (struct";
  for (std::uint32_t i = 0; i < type.fields.size(); ++i) {
    out_ += " (field";
    print_owned_name(NameSpace::Field, index, i, printed_names_.fields);
    print_field_type(type.fields[i]);
    out_ += ')';
  }
  out_ += ')';
}

void ModulePrinter::print_field_type(const FieldType& field) {
  append(" {}", to_string(GlobalType{field.storage, field.is_mutable}));
}

void ModulePrinter::print_memory_type(const MemoryType& type) {
  const Limits& limits = type.limits;
  append("{} {}", type.address == AddressType::I64 ? " i64" : "", limits.min);
  if (limits.max) append(" {}", *limits.max);
  if (type.shared) out_ += " shared";
  if (type.page_size_log2 != 16 && type.page_size_log2 < 64) {
    append(" (pagesize {})", std::uint64_t{1} << type.page_size_log2);
  }
}

// --- Imports and exports ---

void ModulePrinter::print_import(const Import& import) {
  append("  (import {} {} ", text_string(import.module), text_string(import.name));
  switch (import.kind) {
    case ExternKind::Func:
      open_field("func", NameSpace::Function, import.index);
      print_function_type(import.index);
      break;
    case ExternKind::Table:
      open_field("table", NameSpace::Table, import.index);
      append(" {}", to_string(module_.tables[import.index].type));
      break;
    case ExternKind::Memory:
      open_field("memory", NameSpace::Memory, import.index);
      print_memory_type(module_.memories[import.index].type);
      break;
    case ExternKind::Global:
      open_field("global", NameSpace::Global, import.index);
      append(" {}", to_string(module_.globals[import.index].type));
      break;
    case ExternKind::Tag:
      open_field("tag", NameSpace::Tag, import.index);
      append(" (type {})", ids_.show(NameSpace::Type, module_.tags[import.index].type.type));
      break;
  }
  out_ += "))\n";
}

void ModulePrinter::print_exports() {
  for (const Export& each : module_.exports) {
    constexpr std::array kSpaces = {NameSpace::Function, NameSpace::Table, NameSpace::Memory, NameSpace::Global,
                                    NameSpace::Tag};
    append("  (export {} ({} {}))\n", text_string(each.name), to_string(each.kind),
           ids_.show(kSpaces[static_cast<std::size_t>(each.kind)], each.index));
  }
}

// --- Functions ---

// " (type 0) (param $x i32) (result i32)": the signature for people, and for the names of parameters.
void ModulePrinter::print_function_type(FuncIndex index) {
  const TypeIndex type = module_.functions[index].type;
  append(" (type {})", ids_.show(NameSpace::Type, type));
  if (type >= module_.types.size() || module_.types[type].kind != SubType::Kind::Func) return;
  const FuncType& signature = module_.types[type].func;
  for (std::uint32_t i = 0; i < signature.params.size(); ++i) {
    out_ += " (param";
    print_owned_name(NameSpace::Local, index, i, printed_names_.locals);
    append(" {})", to_string(signature.params[i]));
  }
  for (const ValType each : signature.results) append(" (result {})", to_string(each));
}

Result<> ModulePrinter::print_function(FuncIndex index) {
  out_ += "  ";
  open_field("func", NameSpace::Function, index);
  print_function_type(index);
  out_ += '\n';
  BodyReader reader(module_.body(index));
  std::vector<LocalRun> runs;
  WRT_TRY(reader.read_locals(0, runs));
  print_locals(index, runs);
  WRT_TRY(print_body(index, reader));
  out_ += "  )\n";
  return {};
}

void ModulePrinter::print_locals(FuncIndex index, std::span<const LocalRun> runs) {
  const TypeIndex type = module_.functions[index].type;
  const bool has_params = type < module_.types.size() && module_.types[type].kind == SubType::Kind::Func;
  std::uint32_t local = has_params ? static_cast<std::uint32_t>(module_.types[type].func.params.size()) : 0;
  for (const LocalRun& run : runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      out_ += "    (local";
      print_owned_name(NameSpace::Local, index, local++, printed_names_.locals);
      append(" {})\n", to_string(run.type));
    }
  }
}

Result<> ModulePrinter::print_body(FuncIndex index, BodyReader& reader) {
  const InstructionPrinter printer(ids_, index);
  Instruction instruction;
  std::size_t depth = 0;
  std::uint32_t labels = 0;
  while (!reader.at_end()) {
    WRT_TRY(reader.read(instruction));
    const Opcode opcode = instruction.opcode;
    const BlockRole role = block_role(opcode);
    const bool closes = role == BlockRole::Closes || role == BlockRole::Divides;
    if (opcode == Opcode::End && depth == 0) break;  // the function's own
    append("{:{}}", "", 4 + 2 * std::min(closes && depth > 0 ? depth - 1 : depth, kMaxIndentation));
    printer.print(instruction, out_, role == BlockRole::Opens ? label_of(index, labels++) : std::string());
    out_ += '\n';
    if (role == BlockRole::Opens) ++depth;
    if (role == BlockRole::Closes && depth > 0) --depth;
  }
  return {};
}

// The identifier of a label, noted.
std::string ModulePrinter::label_of(FuncIndex index, std::uint32_t label) {
  const std::string_view name = ids_.find(NameSpace::Label, index, label);
  if (name.empty()) return {};
  OwnedNames& names = printed_names_.labels;
  if (names.empty() || names.back().first != index) names.emplace_back(index, NameMap());
  names.back().second.emplace_back(label, name);
  return text_identifier(name);
}

// --- The other index spaces ---

Result<> ModulePrinter::print_tables() {
  for (TableIndex i = module_.imported_tables; i < module_.tables.size(); ++i) {
    const Table& table = module_.tables[i];
    out_ += "  ";
    open_field("table", NameSpace::Table, i);
    append(" {}", to_string(table.type));
    if (table.init) WRT_TRY(print_const_expr(*table.init));
    out_ += ")\n";
  }
  return {};
}

void ModulePrinter::print_memories() {
  for (MemoryIndex i = module_.imported_memories; i < module_.memories.size(); ++i) {
    out_ += "  ";
    open_field("memory", NameSpace::Memory, i);
    print_memory_type(module_.memories[i].type);
    out_ += ")\n";
  }
}

void ModulePrinter::print_tags() {
  for (TagIndex i = module_.imported_tags; i < module_.tags.size(); ++i) {
    out_ += "  ";
    open_field("tag", NameSpace::Tag, i);
    append(" (type {}))\n", ids_.show(NameSpace::Type, module_.tags[i].type.type));
  }
}

Result<> ModulePrinter::print_globals() {
  for (GlobalIndex i = module_.imported_globals; i < module_.globals.size(); ++i) {
    const Global& global = module_.globals[i];
    out_ += "  ";
    open_field("global", NameSpace::Global, i);
    append(" {}", to_string(global.type));
    WRT_TRY(print_const_expr(global.init));
    out_ += ")\n";
  }
  return {};
}

Result<> ModulePrinter::print_const_expr(const ConstExpr& expression) {
  const InstructionPrinter printer(ids_, 0);
  BodyReader reader(expression);
  Instruction instruction;
  while (!reader.at_end()) {
    WRT_TRY(reader.read(instruction));
    if (instruction.opcode == Opcode::End && reader.at_end()) break;
    out_ += ' ';
    printer.print(instruction, out_);
  }
  return {};
}

// --- Segments ---

Result<> ModulePrinter::print_elements() {
  for (std::uint32_t i = 0; i < module_.elements.size(); ++i) {
    out_ += "  ";
    open_field("elem", NameSpace::Elem, i);
    WRT_TRY(print_element(module_.elements[i]));
    out_ += ")\n";
  }
  return {};
}

Result<> ModulePrinter::print_element(const ElementSegment& segment) {
  if (segment.mode == SegmentMode::Declarative) out_ += " declare";
  if (segment.mode == SegmentMode::Active) {
    if (segment.table != 0) append(" (table {})", ids_.show(NameSpace::Table, segment.table));
    out_ += " (offset";
    WRT_TRY(print_const_expr(segment.table_offset));
    out_ += ')';
  }
  if (segment.expressions.empty() && segment.type == ValType::ref(HeapType::Func, false)) {
    out_ += " func";
    for (const FuncIndex each : segment.functions) append(" {}", ids_.show(NameSpace::Function, each));
    return {};
  }
  append(" {}", to_string(segment.type));
  for (const ConstExpr& each : segment.expressions) {
    out_ += " (item";
    WRT_TRY(print_const_expr(each));
    out_ += ')';
  }
  return {};
}

Result<> ModulePrinter::print_data() {
  for (std::uint32_t i = 0; i < module_.data.size(); ++i) {
    const DataSegment& segment = module_.data[i];
    out_ += "  ";
    open_field("data", NameSpace::Data, i);
    if (segment.mode == SegmentMode::Active) {
      if (segment.memory != 0) append(" (memory {})", ids_.show(NameSpace::Memory, segment.memory));
      out_ += " (offset";
      WRT_TRY(print_const_expr(segment.memory_offset));
      out_ += ')';
    }
    const std::string_view bytes(reinterpret_cast<const char*>(segment.bytes.data()), segment.bytes.size());
    append(" {})\n", text_string(bytes));
  }
  return {};
}

// Each where it stands: behind the section before it.
void ModulePrinter::print_customs() {
  std::string placement = "(before first)";
  auto custom = module_.customs.begin();
  for (const SectionHeader& section : module_.sections) {
    if (section.id != static_cast<std::uint8_t>(SectionId::Custom)) {
      placement = fmt::format("(after {})", section_keyword(section.id));
      continue;
    }
    if (custom == module_.customs.end()) return;
    const CustomSection& each = *custom++;
    if (with_names_ && each.name == "name") continue;
    const std::span<const std::uint8_t> bytes = each.content.bytes;
    append("  (@custom {} {} {})\n", text_string(each.name), placement,
           text_string({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  }
}

// Whether the text's names make the module's name section, if it has one, to the byte.
bool names_are_complete(const Module& module, const NameSectionContent& names) {
  const std::vector<std::uint8_t> encoded = encode_name_section(names);
  const auto is_names = [](const CustomSection& each) { return each.name == "name"; };
  if (std::count_if(module.customs.begin(), module.customs.end(), is_names) > 1) return false;
  const auto found = std::find_if(module.customs.begin(), module.customs.end(), is_names);
  if (found == module.customs.end()) return true;
  return !encoded.empty() && std::ranges::equal(encoded, found->content.bytes);
}

}  // namespace

Result<std::string> print_module(const Module& module) {
  ModulePrinter printer(module, true);
  WRT_TRY(printer.print());
  if (names_are_complete(module, printer.names())) return printer.take();
  ModulePrinter nameless(module, false);
  WRT_TRY(nameless.print());
  return nameless.take();
}

}  // namespace wrt
