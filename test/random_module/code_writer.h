// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeWriter: instructions to bytes, and a count of how often each row of the table was written.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/binary/instruction.h"
#include "lib/support/byte_writer.h"
#include "lib/wasm/opcodes.h"
#include "lib/wasm/types.h"

namespace wrt::random_module {

// By opcode.
using OpcodeCounts = std::array<std::uint64_t, kOpcodeCount>;

class CodeWriter {
 public:
  // `counts` is added to, and may be null.
  explicit CodeWriter(OpcodeCounts* counts) : counts_(counts) {}

  void emit(const Instruction& instruction);
  void emit(Opcode opcode) { emit(opcode, 0); }
  // With one or two indices.
  void emit(Opcode opcode, std::uint32_t index, std::uint32_t index2 = 0);
  void block(Opcode opcode, const BlockType& type);
  void i32_const(std::uint32_t value);
  void i64_const(std::uint64_t value);
  // A number of this address type.
  void address_const(AddressType type, std::uint64_t value);
  void f32_const(std::uint32_t bits);
  void f64_const(std::uint64_t bits);
  void v128_const(const std::array<std::uint8_t, 16>& bytes);
  void ref_null(ValType type);
  void access(Opcode opcode, const MemArg& memarg, std::uint8_t lane = 0);
  // Zeros or null.
  void zero(ValType type);
  void end() { emit(Opcode::End); }

  std::span<const std::uint8_t> bytes() const { return writer_.bytes(); }

 private:
  ByteWriter writer_;
  OpcodeCounts* counts_;
};

// A whole body: locals of these types, one run each, and the code, `end` included.
std::vector<std::uint8_t> make_body(std::span<const ValType> locals, const CodeWriter& code);

}  // namespace wrt::random_module
