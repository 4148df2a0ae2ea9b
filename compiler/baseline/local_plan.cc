// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counting, and choosing.
#include "compiler/baseline/local_plan.h"

#include <algorithm>

#include "compiler/baseline/registers.h"

namespace wrt::baseline {

namespace {

// What a use counts for in so many loops.
constexpr std::uint64_t weight_in(std::uint32_t loops) {
  return std::uint64_t{1} << std::min(3 * loops, 24u);
}

// Whether an instruction leaves the function's code for a while, and finds no register of its own again but those
// that calls preserve.
bool is_call(const OpcodeInfo& info) {
  switch (info.immediate) {
    case Immediate::Func: return info.meaning == Meaning::Call;
    case Immediate::CallIndirect: return info.meaning == Meaning::CallIndirect;
    case Immediate::ElemTable:
    case Immediate::TableTable:
    case Immediate::Elem:
    case Immediate::DataMemory:
    case Immediate::MemoryMemory:
    case Immediate::Data:
    case Immediate::Tag:
    case Immediate::TypeType:
    case Immediate::ArrayFixed:
    case Immediate::ArrayData:
    case Immediate::ArrayElem: return true;
    default: break;
  }
  switch (info.meaning) {
    case Meaning::CallRef:
    case Meaning::ThrowRef:
    case Meaning::Rethrow:
    case Meaning::MemoryGrow:
    case Meaning::MemoryFill:
    case Meaning::TableGrow:
    case Meaning::TableFill:
    case Meaning::AtomicNotify:
    case Meaning::AtomicWait:
    case Meaning::StructNew:
    case Meaning::StructNewDefault:
    case Meaning::ArrayNew:
    case Meaning::ArrayNewDefault: return true;
    default: return false;
  }
}

bool has_vector(std::span<const ValType> types) {
  return std::ranges::find(types, ValType(ValType::V128)) != types.end();
}

bool has_vector(const FuncType& type) {
  return has_vector(type.params) || has_vector(type.results);
}

bool has_vector_field(const SubType& type) {
  return std::ranges::find(type.fields, ValType(ValType::V128), &FieldType::storage) != type.fields.end();
}

// Whether operands that an instruction takes or gives may be vectors, though it is none of theirs.
bool brings_vectors(const Module& module, const Instruction& instruction, const OpcodeInfo& info) {
  const auto tag_has_vector = [&](TagIndex tag) { return has_vector(module.types[module.tags[tag].type.type].func); };
  switch (info.immediate) {
    case Immediate::Func: return has_vector(module.function_type(instruction.index));
    case Immediate::CallIndirect: return has_vector(module.types[instruction.index].func);
    case Immediate::Type: {
      const SubType& type = module.types[instruction.index];
      return type.kind == SubType::Kind::Func ? has_vector(type.func) : has_vector_field(type);
    }
    case Immediate::StructField:
    case Immediate::ArrayFixed:
    case Immediate::ArrayData:
    case Immediate::ArrayElem: return has_vector_field(module.types[instruction.index]);
    case Immediate::Global: return module.globals[instruction.index].type.type == ValType::V128;
    case Immediate::Tag: return tag_has_vector(instruction.index);
    case Immediate::TryTable:
      return std::ranges::any_of(instruction.catches, [&](const CatchClause& each) {
        const bool all = each.kind == CatchClause::Kind::CatchAll || each.kind == CatchClause::Kind::CatchAllRef;
        return !all && tag_has_vector(each.tag);
      });
    default: return false;
  }
}

// A register that calls preserve costs its saving and restoring, once each.
constexpr std::uint64_t kSaveCost = 2;

}  // namespace

Result<> LocalPlan::make(const Module& module, FuncIndex function) {
  BodyReader reader(module.body(function));
  const FuncType& type = module.function_type(function);
  WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(type.params.size()), runs_));
  locals_.clear();
  for (const ValType each : type.params) locals_.push_back({each.kind()});
  for (const LocalRun& run : runs_) locals_.insert(locals_.end(), run.count, LocalPlace{run.type.kind()});
  uses_.assign(locals_.size(), 0);
  is_loop_.assign(1, false);
  weight_ = 1;
  calls_ = 0;
  loops_ = 0;
  saved_ = 0;
  uses_memory_ = false;
  const auto is_vector = [](const ValType& each) { return each == ValType::V128; };
  has_vectors_ = std::ranges::any_of(type.params, is_vector) || std::ranges::any_of(type.results, is_vector);
  lost_in_calls_.clear();
  WRT_TRY(count_uses(module, reader));
  choose();
  return {};
}

Result<> LocalPlan::count_uses(const Module& module, BodyReader& reader) {
  Instruction instruction;
  while (!is_loop_.empty()) {
    WRT_TRY(reader.read(instruction));
    count(module, instruction);
  }
  return {};
}

void LocalPlan::count(const Module& module, const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::LocalGet:
    case Opcode::LocalSet:
    case Opcode::LocalTee: uses_[instruction.index] += weight_; return;
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable:
      is_loop_.push_back(instruction.opcode == Opcode::Loop);
      if (instruction.opcode == Opcode::Loop) weight_ = weight_in(++loops_);
      break;
    case Opcode::End:
    case Opcode::Delegate:
      if (is_loop_.back()) weight_ = weight_in(--loops_);
      is_loop_.pop_back();
      return;
    default: break;
  }
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  if (info.immediate == Immediate::MemArg || info.immediate == Immediate::MemArgLane) {
    if (instruction.memarg.memory == 0) uses_memory_ = true;
  }
  if ((info.code >> 16) == 0xfd || info.lane == Lane::V128) has_vectors_ = true;
  if (is_call(info)) calls_ += weight_;
  if (!has_vectors_) has_vectors_ = brings_vectors(module, instruction, info);
}

// Gives the most used locals that have no place yet one of the registers, as long as that is worth its cost.
void LocalPlan::place(std::span<const Gpr> gprs, std::span<const Xmm> xmms, std::uint64_t cost) {
  for (const LocalIndex each : by_use_) {
    LocalPlace& local = locals_[each];
    if (uses_[each] <= cost) return;
    if (local.in_register()) continue;
    const bool is_vector = is_vector_register_type(local.type);
    if (is_vector ? xmms.empty() : gprs.empty()) continue;
    if (is_vector) {
      local.xmm = xmms.front();
      xmms = xmms.subspan(1);
    } else {
      local.gpr = gprs.front();
      gprs = gprs.subspan(1);
    }
    if (is_vector || !is_preserved(local.gpr)) {
      lost_in_calls_.push_back(each);
    } else {
      saved_ |= bit(local.gpr);
    }
  }
}

void LocalPlan::choose() {
  for (const LocalPlace& each : locals_) has_vectors_ |= each.type == ValType::V128;
  by_use_.clear();
  for (LocalIndex each = 0; each < locals_.size(); ++each) {
    if (uses_[each] > kSaveCost) by_use_.push_back(each);
  }
  const std::size_t most = std::min<std::size_t>(by_use_.size(), 32);
  std::ranges::partial_sort(
      by_use_, by_use_.begin() + static_cast<std::ptrdiff_t>(most),
      [this](LocalIndex a, LocalIndex b) { return uses_[a] != uses_[b] ? uses_[a] > uses_[b] : a < b; });
  by_use_.resize(most);
  if (uses_memory_) saved_ |= bit(kMemoryBase);
  const std::span preserved(kPreservedLocalGprs);
  // The base of the memory takes the last one.
  place(uses_memory_ ? preserved.first(preserved.size() - 1) : preserved, {}, kSaveCost);
  place(kOtherLocalGprs, kLocalXmms, std::max(kSaveCost, 2 * calls_));
}

}  // namespace wrt::baseline
