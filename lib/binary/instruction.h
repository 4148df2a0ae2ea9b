// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One decoded instruction. BodyReader fills a single Instruction again and again, and only the fields of the opcode's
// immediate kind: the others keep what an earlier instruction left there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/wasm/opcodes.h"
#include "lib/wasm/types.h"

namespace wrt {

// The type of a block (5.4.1): nothing, one result, or a function type.
struct BlockType {
  enum class Kind : std::uint8_t { Empty, Value, Func };
  Kind kind = Kind::Empty;
  ValType value;        // Value
  TypeIndex index = 0;  // Func
};

struct MemArg {
  std::uint32_t align_log2 = 0;
  MemoryIndex memory = 0;
  std::uint64_t offset = 0;
};

struct CatchClause {
  enum class Kind : std::uint8_t { Catch = 0, CatchRef = 1, CatchAll = 2, CatchAllRef = 3 };
  Kind kind = Kind::Catch;
  TagIndex tag = 0;  // Catch, CatchRef
  std::uint32_t label = 0;
};

struct Instruction {
  Opcode opcode = Opcode::Nop;
  // Of the opcode's first byte, from the start of the file.
  std::size_t offset = 0;

  // The first and the second index, in the order of the enum Immediate's comments; the label of BrOnCast is `index`,
  // a label table's default too.
  std::uint32_t index = 0;
  std::uint32_t index2 = 0;
  BlockType block;                      // Block, TryTable
  MemArg memarg;                        // MemArg, MemArgLane
  std::uint8_t lane = 0;                // Lane, MemArgLane
  std::uint64_t bits = 0;               // I32 (sign-extended), I64, F32 and F64 (the bit pattern)
  std::array<std::uint8_t, 16> v128{};  // V128, Shuffle
  // HeapType: the reference type named by ref.null, ref.test, ref.cast (nullable for ref.null and the null variants);
  // BrOnCast: the source type, and in ref2 the target.
  RefType ref;
  RefType ref2;
  // Views into the reader's scratch, valid until the next instruction is read.
  std::span<const std::uint32_t> labels;  // LabelTable, without the default
  std::span<const ValType> types;         // SelectTypes
  std::span<const CatchClause> catches;   // TryTable
};

}  // namespace wrt
