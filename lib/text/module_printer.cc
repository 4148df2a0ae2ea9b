// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fields in the order of the sections, imports first. Names are noted as they are printed; if they are not all that the
// name section says, all is printed again without them, and the section as bytes. So it is with branch hints.
#include "lib/text/module_printer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "lib/binary/body_reader.h"
#include "lib/binary/expression.h"
#include "lib/binary/sections.h"
#include "lib/support/byte_reader.h"
#include "lib/text/branch_hints.h"
#include "lib/text/custom_annotation.h"
#include "lib/text/escape.h"
#include "lib/text/index_names.h"
#include "lib/text/instruction_printer.h"
#include "lib/text/name_section.h"

namespace wrt {

namespace {

// Deeper nesting is not indented further, so that a hostile body prints in linear space.
constexpr std::size_t kMaxIndentation = 40;

// A few bytes of a binary can stand for much text: 50,000 locals, say, in each function of six bytes. Real programs
// take about ten bytes of text for one of theirs.
constexpr std::size_t kMaxTextPerByte = 64;
constexpr std::size_t kMaxTextBeside = std::size_t{64} << 20;

// Which custom sections are printed as what they mean, and not as bytes.
struct Meant {
  bool names = true;
  bool hints = true;
  bool operator==(const Meant&) const = default;
};

class ModulePrinter {
 public:
  ModulePrinter(const Module& module, const Meant& meant);

  Result<> print();
  std::string take() { return std::move(out_); }
  // Which of the sections that were to be printed as what they mean the text makes again.
  Meant complete() const;

 private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  Result<> check_size() const;
  void print_name(NameSpace space, std::uint32_t index);
  bool print_owned_name(NameSpace space, std::uint32_t owner, std::uint32_t index, OwnedNames& names);
  // A field's start: "  (func $f (;0;)", the name noted.
  void open_field(const char* keyword, NameSpace space, std::uint32_t index);

  void print_types();
  void print_type(TypeIndex index, const char* indentation);
  void print_composite_type(TypeIndex index);
  void print_field_type(const FieldType& field);
  Result<> print_imports();
  void print_import(const Import& import);
  void print_function_type(FuncIndex index);
  void print_memory_type(const MemoryType& type);
  Result<> print_function(FuncIndex index);
  Result<> print_body(FuncIndex index, BodyReader& reader);
  void print_locals(FuncIndex index, std::span<const LocalRun> runs);
  std::string label_of(FuncIndex index, std::uint32_t label);
  void print_hint(FuncIndex index, const Instruction& instruction);
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
  bool is_meant(const CustomSection& custom) const;
  bool is_in_text(const SectionHeader& section) const;
  bool names_are_complete() const;

  const Module& module_;
  const Meant meant_;
  bool needs_data_count_ = false;
  BranchHints hints_;
  // The next of hints_ to be printed: of a function, and within it.
  std::size_t hinted_function_ = 0;
  std::size_t hint_ = 0;
  IndexNames all_names_;
  IndexNames ids_;
  NameSectionContent printed_names_;
  std::string out_;
};

// The hints of the module, if their section is where the text's would be: right before the code.
BranchHints hints_of(const Module& module) {
  std::size_t custom = 0;
  for (std::size_t i = 0; i + 1 < module.sections.size(); ++i) {
    if (module.sections[i].id != static_cast<std::uint8_t>(SectionId::Custom)) continue;
    const CustomSection& section = module.customs[custom++];
    if (section.name != kBranchHintSection) continue;
    if (module.sections[i + 1].id != static_cast<std::uint8_t>(SectionId::Code)) return {};
    return read_branch_hints(section.content.bytes).value_or(BranchHints());
  }
  return {};
}

std::size_t count_customs(const Module& module, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(module.customs, name, &CustomSection::name));
}

ModulePrinter::ModulePrinter(const Module& module, const Meant& meant) : module_(module), meant_(meant) {
  if (meant.hints) hints_ = hints_of(module);
  if (!meant.names) return;
  all_names_ = IndexNames(module);
  ids_ = all_names_;
  ids_.drop_duplicates();
}

Result<> ModulePrinter::check_size() const {
  if (out_.size() <= kMaxTextBeside + module_.bytes.size() * kMaxTextPerByte) return {};
  return fail(ErrorKind::Limit, fmt::format("its text would be more than {} times as long", kMaxTextPerByte));
}

Result<> ModulePrinter::print() {
  out_ += "(module";
  if (!all_names_.module_name().empty()) {
    append(" {}", text_identifier(all_names_.module_name()));
    printed_names_.module = all_names_.module_name();
  }
  out_ += '\n';
  print_types();
  WRT_TRY(print_imports());
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
    append(" {}", text_identifier(name));
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
    append(" {}", text_identifier(name));
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

Result<> ModulePrinter::print_imports() {
  for (const Import& each : module_.imports) {
    print_import(each);
    WRT_TRY(check_size());
  }
  return {};
}

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

// Whether blocks and ends match and make the whole body: without that, its text would mean something else.
Result<> check_body(const ByteRange& body) {
  BodyReader reader(body);
  std::vector<LocalRun> runs;
  WRT_TRY(reader.read_locals(0, runs));
  WRT_TRY(skip_expression(reader));
  return reader.expect_end();
}

Result<> ModulePrinter::print_function(FuncIndex index) {
  out_ += "  ";
  open_field("func", NameSpace::Function, index);
  print_function_type(index);
  out_ += '\n';
  WRT_TRY(check_body(module_.body(index)));
  BodyReader reader(module_.body(index));
  std::vector<LocalRun> runs;
  WRT_TRY(reader.read_locals(0, runs));
  print_locals(index, runs);
  WRT_TRY(check_size());
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
    const Immediate immediate = opcode_info(opcode).immediate;
    print_hint(index, instruction);
    needs_data_count_ |= immediate == Immediate::Data || immediate == Immediate::DataMemory;
    printer.print(instruction, out_, role == BlockRole::Opens ? label_of(index, labels++) : std::string());
    out_ += '\n';
    if (role == BlockRole::Opens) ++depth;
    if (role == BlockRole::Closes && depth > 0) --depth;
    WRT_TRY(check_size());
  }
  return {};
}

// Hints come in the order of the functions and of their instructions; one that does not stays behind.
void ModulePrinter::print_hint(FuncIndex index, const Instruction& instruction) {
  if (instruction.opcode != Opcode::BrIf && instruction.opcode != Opcode::If) return;
  if (hinted_function_ == hints_.size() || hints_[hinted_function_].first != index) return;
  const std::vector<BranchHint>& hints = hints_[hinted_function_].second;
  if (hint_ == hints.size() || hints[hint_].offset != instruction.offset - module_.body(index).offset) return;
  append("(@{} \"\\0{}\") ", kBranchHintSection, hints[hint_].likely ? 1 : 0);
  if (++hint_ < hints.size()) return;
  ++hinted_function_;
  hint_ = 0;
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
    for (const FuncIndex each : segment.functions) {
      append(" {}", ids_.show(NameSpace::Function, each));
      WRT_TRY(check_size());
    }
    return {};
  }
  append(" {}", to_string(segment.type));
  for (const ConstExpr& each : segment.expressions) {
    out_ += " (item";
    WRT_TRY(print_const_expr(each));
    out_ += ')';
    WRT_TRY(check_size());
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
      if (is_in_text(section)) placement = fmt::format("(after {})", section_keyword(section.id));
      continue;
    }
    if (custom == module_.customs.end()) return;
    const CustomSection& each = *custom++;
    if (meant_.names && each.name == "name") placement = "(after last)";
    if (is_meant(each)) continue;
    const std::span<const std::uint8_t> bytes = each.content.bytes;
    append("  (@custom {} {} {})\n", text_string(each.name), placement,
           text_string({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  }
}

// Whether the text makes the section: not if it is empty, or counts data segments that no instruction names.
bool ModulePrinter::is_in_text(const SectionHeader& section) const {
  switch (static_cast<SectionId>(section.id)) {
    case SectionId::Start: return true;
    case SectionId::DataCount: return needs_data_count_;
    default: return ByteReader(section.content.bytes).read_u32() != 0;
  }
}

// Whether the section is in the text as what it means.
bool ModulePrinter::is_meant(const CustomSection& custom) const {
  return (meant_.names && custom.name == "name") || (meant_.hints && custom.name == kBranchHintSection);
}

// --- What of the custom sections is in the text ---

// What the section says may be encoded in more than one way; what counts is that the text says it all.
bool ModulePrinter::names_are_complete() const {
  const std::size_t sections = count_customs(module_, "name");
  if (sections == 0) return true;
  const bool all_printed = all_names_.size() != 0 && name_count(printed_names_) == all_names_.size();
  return sections == 1 && all_names_.is_whole() && all_printed;
}

Meant ModulePrinter::complete() const {
  Meant complete;
  complete.names = meant_.names && names_are_complete();
  const std::size_t hint_sections = count_customs(module_, kBranchHintSection);
  const bool all_printed = !hints_.empty() && hinted_function_ == hints_.size();
  complete.hints = meant_.hints && (hint_sections == 0 || (hint_sections == 1 && all_printed));
  return complete;
}

}  // namespace

Result<std::string> print_module(const Module& module) {
  Meant meant;
  while (true) {
    ModulePrinter printer(module, meant);
    WRT_TRY(printer.print());
    const Meant complete = printer.complete();
    if (complete == meant) return printer.take();
    // Once more, with the bytes of what the text would not make again.
    meant = complete;
  }
}

}  // namespace wrt
