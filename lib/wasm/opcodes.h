// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What opcodes.def says, as enums and one constant array. An Opcode is the row's number, dense from 0, so that arrays
// and switches over it are small; opcode_from_code() maps bytes to it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wrt {

enum class Opcode : std::uint16_t {
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) name,
#define SPECIAL(name, code, text, immediate, feature) name,
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
};

inline constexpr std::size_t kOpcodeCount = 0
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) +1
#define SPECIAL(name, code, text, immediate, feature) +1
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
    ;

// What stands behind the opcode (section 5.4). The fields of Instruction (lib/binary/instruction.h) that each kind
// fills are named there.
enum class Immediate : std::uint8_t {
  None,
  Block,         // block type
  Label,         // label index
  LabelTable,    // vector of label indices and a default
  Tag,           // tag index
  TryTable,      // block type and a vector of catch clauses
  Func,          // function index
  CallIndirect,  // type index, table index
  SelectTypes,   // vector of value types
  Local,         // local index
  Global,        // global index
  Table,         // table index
  ElemTable,     // element segment index, table index
  TableTable,    // table index (destination), table index (source)
  Elem,          // element segment index
  MemArg,        // alignment, memory index, offset
  MemArgLane,    // the same and a lane index
  Memory,        // memory index
  DataMemory,    // data segment index, memory index
  MemoryMemory,  // memory index (destination), memory index (source)
  Data,          // data segment index
  I32,
  I64,
  F32,
  F64,
  V128,
  Shuffle,      // 16 lane indices
  Lane,         // lane index
  HeapType,     // heap type
  Type,         // type index
  TypeType,     // type index (destination), type index (source)
  StructField,  // type index, field index
  ArrayFixed,   // type index, count
  ArrayData,    // type index, data segment index
  ArrayElem,    // type index, element segment index
  BrOnCast,     // flags, label index, heap type, heap type
  Fence,        // a zero byte
};

// The kind of one element that an instruction works on. None where there is no such thing.
enum class Lane : std::uint8_t { None, I8, I16, I32, I64, F32, F64, V128 };

// Size of an element in bytes; 0 for None.
constexpr std::uint32_t lane_size(Lane lane) {
  constexpr std::array<std::uint8_t, 8> kSizes = {0, 1, 2, 4, 8, 4, 8, 16};
  return kSizes[static_cast<std::size_t>(lane)];
}

// What an instruction does, whatever the type: `i32.add`, `f64.add` and `i8x16.add` all mean Add and differ in lane
// and result. A code generator is one function per meaning. The second half are the SPECIAL rows by their names.
enum class Meaning : std::uint16_t {
  // clang-format off
  Nop, Load, LoadS, LoadU, Store, Eqz, Eq, Ne, LtS, LtU, GtS, GtU, LeS, LeU, GeS, GeU, Lt, Gt, Le, Ge, Clz, Ctz,
  Popcnt, Add, Sub, Mul, DivS, DivU, RemS, RemU, And, Or, Xor, Shl, ShrS, ShrU, Rotl, Rotr, Abs, Neg, Ceil, Floor,
  Trunc, Nearest, Sqrt, Div, Min, Max, Copysign, Wrap, TruncS, TruncU, ExtendS, ExtendU, ConvertS, ConvertU,
  Demote, Promote, Reinterpret, TruncSatS, TruncSatU, Add128, Sub128, MulWideS, MulWideU, LoadExtendS, LoadExtendU,
  LoadSplat, Shuffle, Swizzle, Splat, ExtractLaneS, ExtractLaneU, ReplaceLane, ExtractLane, Not, AndNot, Bitselect,
  AnyTrue, LoadLane, StoreLane, LoadZero, DemoteZero, PromoteLow, AllTrue, Bitmask, NarrowS, NarrowU, AddSatS,
  AddSatU, SubSatS, SubSatU, MinS, MinU, MaxS, MaxU, AvgrU, ExtAddPairwiseS, ExtAddPairwiseU, Q15MulrSatS,
  ExtendLowS, ExtendHighS, ExtendLowU, ExtendHighU, ExtMulLowS, ExtMulHighS, ExtMulLowU, ExtMulHighU, DotS, Pmin,
  Pmax, TruncSatZeroS, TruncSatZeroU, ConvertLowS, ConvertLowU, RelaxedSwizzle, RelaxedTruncS, RelaxedTruncU,
  RelaxedTruncZeroS, RelaxedTruncZeroU, RelaxedMadd, RelaxedNmadd, RelaxedLaneselect, RelaxedMin, RelaxedMax,
  RelaxedQ15MulrS, RelaxedDotS, RelaxedDotAddS, AtomicNotify, AtomicWait, AtomicFence, AtomicLoad, AtomicStore,
  AtomicRmwAdd, AtomicRmwSub, AtomicRmwAnd, AtomicRmwOr, AtomicRmwXor, AtomicRmwXchg, AtomicRmwCmpxchg,
// clang-format on
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature)
#define SPECIAL(name, code, text, immediate, feature) name,
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
};

enum class Feature : std::uint8_t {
#define FEATURE(name, flag, enabled, help) name,
#include "lib/wasm/features.def"
#undef FEATURE
};

// One row of the table.
struct OpcodeInfo {
  std::string_view text;      // "i32.add"
  std::string_view operands;  // SIMPLE rows: a letter each, see opcodes.def
  std::string_view result;
  std::uint32_t code;  // prefix << 16 | number, or the single byte
  Meaning meaning;
  Immediate immediate;
  Lane lane;
  Feature feature;
  bool simple;
};

extern const std::array<OpcodeInfo, kOpcodeCount> kOpcodes;

inline const OpcodeInfo& opcode_info(Opcode opcode) {
  return kOpcodes[static_cast<std::size_t>(opcode)];
}

// The instruction with this code (prefix << 16 | number for prefixed ones), if there is one.
std::optional<Opcode> opcode_from_code(std::uint32_t code);
// The instruction with this keyword. Where several share it (select, ref.test, ref.cast) the first row.
std::optional<Opcode> opcode_from_text(std::string_view text);

// What an instruction does to the nesting of blocks.
enum class BlockRole : std::uint8_t {
  None,
  Opens,
  Divides,  // ends one part of the block and starts the next
  Closes,
};
constexpr BlockRole block_role(Opcode opcode) {
  switch (opcode) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable: return BlockRole::Opens;
    case Opcode::Else:
    case Opcode::Catch:
    case Opcode::CatchAll: return BlockRole::Divides;
    case Opcode::End:
    case Opcode::Delegate: return BlockRole::Closes;
    default: return BlockRole::None;
  }
}

// Whether `byte` starts a two-part opcode: 0xfb to 0xfe.
constexpr bool is_opcode_prefix(std::uint8_t byte) {
  return byte >= 0xfb && byte <= 0xfe;
}

}  // namespace wrt
