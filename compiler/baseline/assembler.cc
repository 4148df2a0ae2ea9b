// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Encodings: prefixes, opcode, ModRM, SIB, displacement.
#include "compiler/baseline/assembler.h"

#include <cstring>

namespace wrt::baseline {

namespace {

constexpr bool fits8(std::int32_t value) {
  return value >= -128 && value <= 127;
}

}  // namespace

void Assembler::grow(std::size_t size) {
  std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[size]);
  const std::size_t used = buffer_ != nullptr ? position() : 0;
  if (used != 0) std::memcpy(larger.get(), buffer_.get(), used);
  buffer_ = std::move(larger);
  cursor_ = buffer_.get() + used;
  end_ = buffer_.get() + size;
}

void Assembler::patch32(std::uint32_t position, std::uint32_t value) {
  std::memcpy(buffer_.get() + position, &value, sizeof value);
}

void Assembler::put_opcode(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, std::uint8_t index,
                           std::uint8_t base, bool needs_rex) {
  if (prefix != Prefix::None) *cursor_++ = static_cast<std::uint8_t>(prefix);
  const unsigned rex =
      (width == Width::W64 ? 8u : 0u) | (reg >> 3 & 1u) << 2 | (index >> 3 & 1u) << 1 | (base >> 3 & 1u);
  if (rex != 0 || needs_rex) *cursor_++ = static_cast<std::uint8_t>(0x40 | rex);
  if (opcode > 0xffff) *cursor_++ = static_cast<std::uint8_t>(opcode >> 16);
  if (opcode > 0xff) *cursor_++ = static_cast<std::uint8_t>(opcode >> 8);
  *cursor_++ = static_cast<std::uint8_t>(opcode);
}

void Assembler::op(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, Gpr rm, bool byte_register) {
  room();
  // Without a REX prefix, 4 to 7 would be the second bytes of the first four registers.
  const bool needs_rex = byte_register && ((reg >= 4 && reg < 8) || (number(rm) >= 4 && number(rm) < 8));
  put_opcode(prefix, width, opcode, reg, 0, number(rm), needs_rex);
  *cursor_++ = static_cast<std::uint8_t>(0xc0 | (reg & 7) << 3 | (number(rm) & 7));
}

void Assembler::op(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, const Mem& rm,
                   bool byte_register) {
  room();
  const bool has_index = rm.index != Gpr::None;
  const std::uint8_t base = number(rm.base);
  put_opcode(prefix, width, opcode, reg, has_index ? number(rm.index) : 0, base, byte_register && reg >= 4 && reg < 8);
  // rsp and r12 as a base need a SIB byte; rbp and r13 a displacement.
  const bool needs_sib = has_index || (base & 7) == 4;
  const unsigned mode = rm.displacement == 0 && (base & 7) != 5 ? 0u : fits8(rm.displacement) ? 1u : 2u;
  *cursor_++ = static_cast<std::uint8_t>(mode << 6 | (reg & 7u) << 3 | (needs_sib ? 4u : base & 7u));
  if (needs_sib) {
    const unsigned index = has_index ? number(rm.index) & 7u : 4u;
    *cursor_++ = static_cast<std::uint8_t>(unsigned{rm.scale_log2} << 6 | index << 3 | (base & 7u));
  }
  if (mode == 1) {
    *cursor_++ = static_cast<std::uint8_t>(rm.displacement);
  } else if (mode == 2) {
    put32(static_cast<std::uint32_t>(rm.displacement));
  }
}

// The bits of a REX prefix and the second operand are in it inverted.
void Assembler::vex(std::uint8_t opcode, Width width, Xmm reg, Xmm second, Xmm rm) {
  constexpr unsigned kMap0f38 = 2;
  constexpr unsigned kPrefix66 = 1;
  room();
  *cursor_++ = 0xc4;
  *cursor_++ =
      static_cast<std::uint8_t>((number(reg) < 8 ? 0x80u : 0u) | 0x40u | (number(rm) < 8 ? 0x20u : 0u) | kMap0f38);
  *cursor_++ = static_cast<std::uint8_t>((width == Width::W64 ? 0x80u : 0u) | (~unsigned{number(second)} & 15u) << 3 |
                                         kPrefix66);
  *cursor_++ = opcode;
  *cursor_++ = static_cast<std::uint8_t>(0xc0 | (number(reg) & 7) << 3 | (number(rm) & 7));
}

void Assembler::store_imm(Width width, const Mem& to, std::int32_t value) {
  op(Prefix::None, width, 0xc7, 0, to);
  word32(static_cast<std::uint32_t>(value));
}

void Assembler::mov_imm(Gpr to, std::uint64_t value) {
  room();
  const std::uint8_t rex_base = static_cast<std::uint8_t>(number(to) >> 3);
  if (value <= 0xffffffff) {
    if (rex_base != 0) *cursor_++ = 0x41;
    *cursor_++ = static_cast<std::uint8_t>(0xb8 | (number(to) & 7));
    put32(static_cast<std::uint32_t>(value));
  } else if (static_cast<std::int64_t>(value) >= INT32_MIN && static_cast<std::int64_t>(value) < 0) {
    op(Prefix::None, Width::W64, 0xc7, 0, to);
    put32(static_cast<std::uint32_t>(value));
  } else {
    *cursor_++ = static_cast<std::uint8_t>(0x48 | rex_base);
    *cursor_++ = static_cast<std::uint8_t>(0xb8 | (number(to) & 7));
    put64(value);
  }
}

void Assembler::lea(Gpr to, Label& label) {
  room();
  put_opcode(Prefix::None, Width::W64, 0x8d, number(to), 0, 0, false);
  *cursor_++ = static_cast<std::uint8_t>(0x05 | (number(to) & 7) << 3);
  use(label);
}

void Assembler::push(Gpr from) {
  room();
  if (number(from) >= 8) *cursor_++ = 0x41;
  *cursor_++ = static_cast<std::uint8_t>(0x50 | (number(from) & 7));
}

void Assembler::pop(Gpr to) {
  room();
  if (number(to) >= 8) *cursor_++ = 0x41;
  *cursor_++ = static_cast<std::uint8_t>(0x58 | (number(to) & 7));
}

void Assembler::alu_imm(Alu which, Width width, Gpr to, std::int32_t value) {
  op(Prefix::None, width, fits8(value) ? 0x83 : 0x81, static_cast<std::uint8_t>(which), to);
  if (fits8(value)) {
    byte(static_cast<std::uint8_t>(value));
  } else {
    word32(static_cast<std::uint32_t>(value));
  }
}

void Assembler::imul_imm(Width width, Gpr to, Gpr from, std::int32_t value) {
  op(Prefix::None, width, fits8(value) ? 0x6b : 0x69, number(to), from);
  if (fits8(value)) {
    byte(static_cast<std::uint8_t>(value));
  } else {
    word32(static_cast<std::uint32_t>(value));
  }
}

void Assembler::shift_imm(Shift which, Width width, Gpr to, std::uint8_t count) {
  op(Prefix::None, width, 0xc1, static_cast<std::uint8_t>(which), to);
  byte(count);
}

// --- Control ---

// A displacement that is not known yet holds the position of the use before it.
void Assembler::use(Label& label) {
  const std::uint32_t here = position();
  if (label.is_bound()) {
    put32(label.position - (here + 4));
  } else {
    put32(label.last_use);
    label.last_use = here;
  }
}

// A jump of two bytes, to a place that lies behind us and not far. False: it does not.
bool Assembler::jump_back(std::uint8_t opcode, const Label& target) {
  if (!target.is_bound()) return false;
  const std::int64_t distance = std::int64_t{target.position} - (position() + 2);
  if (distance < -128) return false;
  *cursor_++ = opcode;
  *cursor_++ = static_cast<std::uint8_t>(distance);
  return true;
}

void Assembler::jmp(Label& target) {
  room();
  if (jump_back(0xeb, target)) return;
  *cursor_++ = 0xe9;
  use(target);
}

void Assembler::jcc(Condition condition, Label& target) {
  room();
  if (jump_back(static_cast<std::uint8_t>(0x70 | number(condition)), target)) return;
  *cursor_++ = 0x0f;
  *cursor_++ = static_cast<std::uint8_t>(0x80 | number(condition));
  use(target);
}

void Assembler::ret(std::uint32_t pop_bytes) {
  if (pop_bytes == 0) return byte(0xc3);
  if (pop_bytes <= 0xffff) {
    byte(0xc2);
    byte(static_cast<std::uint8_t>(pop_bytes));
    byte(static_cast<std::uint8_t>(pop_bytes >> 8));
    return;
  }
  // No function needs r11 behind a call.
  pop(Gpr::R11);
  alu_imm(Alu::Add, Width::W64, Gpr::Rsp, static_cast<std::int32_t>(pop_bytes));
  jmp(Gpr::R11);
}

void Assembler::trap(std::uint8_t code) {
  // ud1 code(%eax), %eax
  room();
  for (const std::uint8_t each : {std::uint8_t{0x67}, std::uint8_t{0x0f}, std::uint8_t{0xb9}, std::uint8_t{0x40}, code})
    *cursor_++ = each;
}

void Assembler::bind(Label& label) {
  label.position = position();
  for (std::uint32_t use = label.last_use; use != Label::kNone;) {
    std::uint32_t previous;
    std::memcpy(&previous, buffer_.get() + use, sizeof previous);
    patch32(use, label.position - (use + 4));
    use = previous;
  }
}

}  // namespace wrt::baseline
