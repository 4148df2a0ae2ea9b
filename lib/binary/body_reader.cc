// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions from bytes (5.4): the opcode by table, then one function per immediate kind.
#include "lib/binary/body_reader.h"

#include <fmt/format.h>

#include "lib/binary/type_codes.h"
#include "lib/binary/type_reader.h"
#include "lib/support/check.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

constexpr std::uint16_t kNoOpcode = 0xffff;

// Kinds of immediates that are one index and nothing else.
constexpr bool is_one_index(Immediate kind) {
  switch (kind) {
    case Immediate::Label:
    case Immediate::Tag:
    case Immediate::Func:
    case Immediate::Local:
    case Immediate::Global:
    case Immediate::Table:
    case Immediate::Elem:
    case Immediate::Memory:
    case Immediate::Data:
    case Immediate::Type: return true;
    default: return false;
  }
}

// FAST: nearly all opcodes are single bytes, and half of all immediates one index. One small table answers for both
// what opcode_from_code() and the switch over kinds would say (sqlite3: 1.3 times as fast).
struct SingleByteOpcode {
  std::uint16_t opcode = kNoOpcode;
  enum class Shape : std::uint8_t { NoImmediate, OneIndex, Other } shape = Shape::Other;
  Immediate immediate = Immediate::None;
};

const std::array<SingleByteOpcode, 256> kSingleByteOpcodes = [] {
  std::array<SingleByteOpcode, 256> table{};
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    if (info.code >= table.size()) continue;
    table[info.code].opcode = static_cast<std::uint16_t>(i);
    table[info.code].immediate = info.immediate;
    if (info.immediate == Immediate::None) table[info.code].shape = SingleByteOpcode::Shape::NoImmediate;
    if (is_one_index(info.immediate)) table[info.code].shape = SingleByteOpcode::Shape::OneIndex;
  }
  return table;
}();

void malformed(ByteReader& reader, std::size_t offset, std::string message) {
  reader.fail(ErrorKind::Malformed, offset, std::move(message));
}

BlockType read_block_type(ByteReader& reader) {
  BlockType block;
  const std::size_t offset = reader.offset();
  const std::uint8_t first = reader.peek();
  if (first == kCodeEmptyBlock) {
    reader.read_u8();
    return block;
  }
  // One negative byte is a value type, all else a type index of 33 bits.
  if (first < 0x80 && (first & 0x40) != 0) {
    block.kind = BlockType::Kind::Value;
    block.value = read_val_type(reader);
    return block;
  }
  const std::int64_t index = reader.read_s33();
  if (index < 0) malformed(reader, offset, "malformed block type");
  block.kind = BlockType::Kind::Func;
  block.index = static_cast<TypeIndex>(index);
  return block;
}

MemArg read_memarg(ByteReader& reader) {
  constexpr std::uint32_t kHasIndex = 0x40;
  MemArg memarg;
  const std::size_t offset = reader.offset();
  const std::uint32_t flags = reader.read_u32();
  if (flags >= 2 * kHasIndex) [[unlikely]]
    malformed(reader, offset, "malformed memop flags");
  if ((flags & kHasIndex) != 0) memarg.memory = reader.read_u32();
  memarg.align_log2 = flags & (kHasIndex - 1);
  memarg.offset = reader.read_u64();
  return memarg;
}

CatchClause read_catch(ByteReader& reader) {
  CatchClause clause;
  const std::size_t offset = reader.offset();
  const std::uint8_t kind = reader.read_u8();
  if (kind > 3) malformed(reader, offset, "malformed catch clause");
  clause.kind = static_cast<CatchClause::Kind>(kind & 3);
  if (kind <= 1) clause.tag = reader.read_u32();
  clause.label = reader.read_u32();
  return clause;
}

void read_cast(ByteReader& reader, Instruction& out) {
  const std::size_t offset = reader.offset();
  const std::uint8_t flags = reader.read_u8();
  if ((flags & ~3) != 0) malformed(reader, offset, "malformed br_on_cast flags");
  out.index = reader.read_u32();
  out.ref = ValType::ref(read_heap_type(reader), (flags & 1) != 0);
  out.ref2 = ValType::ref(read_heap_type(reader), (flags & 2) != 0);
}

void read_sixteen_bytes(ByteReader& reader, Instruction& out) {
  const std::span<const std::uint8_t> bytes = reader.read_bytes(out.v128.size());
  if (!reader.failed()) std::memcpy(out.v128.data(), bytes.data(), out.v128.size());
}

// Whether the row's name says that a null passes: ref.null, and the null forms of ref.test and ref.cast.
bool heap_immediate_nullable(Opcode opcode) {
  return opcode != Opcode::RefTest && opcode != Opcode::RefCast;
}

// What is no single-byte opcode: a prefix and a number, the number in any of its LEB128 forms.
Opcode read_long_opcode(ByteReader& reader, std::size_t offset, std::uint8_t byte) {
  if (!is_opcode_prefix(byte)) {
    malformed(reader, offset, fmt::format("illegal opcode {:02x}", byte));
    return Opcode::Nop;
  }
  const std::uint32_t number = reader.read_u32();
  if (number < 0x10000) {
    const std::optional<Opcode> opcode = opcode_from_code(static_cast<std::uint32_t>(byte) << 16 | number);
    if (opcode) return *opcode;
  }
  malformed(reader, offset, fmt::format("illegal opcode {:02x} {:02x}", byte, number));
  return Opcode::Nop;
}

}  // namespace

Result<> BodyReader::read_locals(std::uint32_t params, std::vector<LocalRun>& locals) {
  const std::size_t start = reader_.offset();
  const std::uint32_t runs = reader_.read_length();
  std::uint64_t total = 0;
  locals.clear();
  for (std::uint32_t i = 0; i < runs && !reader_.failed(); ++i) {
    LocalRun run;
    run.count = reader_.read_u32();
    run.type = read_val_type(reader_);
    total += run.count;
    locals.push_back(run);
  }
  if (reader_.failed()) return reader_.status();
  if (total >= std::uint64_t{1} << 32) return fail(ErrorKind::Malformed, start, "too many locals");
  if (total + params >= kMaxLocals) {
    return fail(
        ErrorKind::Limit, start,
        fmt::format("too many locals: {} with the parameters, must be fewer than {}", total + params, kMaxLocals));
  }
  return {};
}

bool BodyReader::try_read(Instruction& out) {
  out.offset = reader_.offset();
  const std::uint8_t byte = reader_.read_u8();
  const SingleByteOpcode entry = kSingleByteOpcodes[byte];
  out.opcode = static_cast<Opcode>(entry.opcode);
  if (entry.shape == SingleByteOpcode::Shape::OneIndex) {
    out.index = reader_.read_u32();
  } else if (entry.shape == SingleByteOpcode::Shape::Other) {
    read_other(byte, out);
  }
  return !reader_.failed();
}

void BodyReader::read_other(std::uint8_t byte, Instruction& out) {
  const SingleByteOpcode entry = kSingleByteOpcodes[byte];
  if (entry.opcode != kNoOpcode) return read_immediate(entry.immediate, out);
  out.opcode = read_long_opcode(reader_, out.offset, byte);
  if (!reader_.failed()) read_immediate(opcode_info(out.opcode).immediate, out);
}

Result<> BodyReader::expect_end() {
  if (reader_.failed()) return reader_.status();
  if (reader_.at_end()) return {};
  return fail(ErrorKind::Malformed, reader_.offset(), "section size mismatch: code behind the end of the function");
}

void BodyReader::read_label_table(Instruction& out) {
  const std::uint32_t count = reader_.read_length();
  labels_.clear();
  for (std::uint32_t i = 0; i < count && !reader_.failed(); ++i) labels_.push_back(reader_.read_u32());
  out.index = reader_.read_u32();
  out.labels = labels_;
}

void BodyReader::read_try_table(Instruction& out) {
  out.block = read_block_type(reader_);
  const std::uint32_t count = reader_.read_length();
  catches_.clear();
  for (std::uint32_t i = 0; i < count && !reader_.failed(); ++i) catches_.push_back(read_catch(reader_));
  out.catches = catches_;
}

// One line a kind: where it needs more, that is a function above.
void BodyReader::read_immediate(Immediate kind, Instruction& out) {
  switch (kind) {
    case Immediate::None: return;
    case Immediate::Block: out.block = read_block_type(reader_); return;
    case Immediate::LabelTable: return read_label_table(out);
    case Immediate::TryTable: return read_try_table(out);
    case Immediate::SelectTypes:
      read_result_type(reader_, types_);
      out.types = types_;
      return;
    case Immediate::Label:
    case Immediate::Tag:
    case Immediate::Func:
    case Immediate::Local:
    case Immediate::Global:
    case Immediate::Table:
    case Immediate::Elem:
    case Immediate::Memory:
    case Immediate::Data:
    case Immediate::Type: out.index = reader_.read_u32(); return;
    case Immediate::CallIndirect:
    case Immediate::ElemTable:
    case Immediate::TableTable:
    case Immediate::DataMemory:
    case Immediate::MemoryMemory:
    case Immediate::TypeType:
    case Immediate::StructField:
    case Immediate::ArrayFixed:
    case Immediate::ArrayData:
    case Immediate::ArrayElem:
      out.index = reader_.read_u32();
      out.index2 = reader_.read_u32();
      return;
    case Immediate::MemArg: out.memarg = read_memarg(reader_); return;
    case Immediate::MemArgLane:
      out.memarg = read_memarg(reader_);
      out.lane = reader_.read_u8();
      return;
    case Immediate::I32: out.bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(reader_.read_s32())); return;
    case Immediate::I64: out.bits = static_cast<std::uint64_t>(reader_.read_s64()); return;
    case Immediate::F32: out.bits = reader_.read_fixed<std::uint32_t>(); return;
    case Immediate::F64: out.bits = reader_.read_fixed<std::uint64_t>(); return;
    case Immediate::V128:
    case Immediate::Shuffle: return read_sixteen_bytes(reader_, out);
    case Immediate::Lane: out.lane = reader_.read_u8(); return;
    case Immediate::HeapType:
      out.ref = ValType::ref(read_heap_type(reader_), heap_immediate_nullable(out.opcode));
      return;
    case Immediate::BrOnCast: return read_cast(reader_, out);
    case Immediate::Fence: {
      const std::size_t offset = reader_.offset();
      if (reader_.read_u8() != 0) malformed(reader_, offset, "zero byte expected");
      return;
    }
  }
  WRT_UNREACHABLE();
}

}  // namespace wrt
