// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Assembler: x86-64 machine code into a growing buffer. It knows encodings, and nothing of WebAssembly. Instructions
// that come in many kinds are one function with an opcode (Intel's manual, volume 2, appendix A): `0xNN`, `0x0fNN`,
// `0x0f38NN` or `0x0f3aNN`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace wrt::baseline {

enum class Gpr : std::uint8_t { Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8, R9, R10, R11, R12, R13, R14, R15, None };
enum class Xmm : std::uint8_t { X0, X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13, X14, X15, None };

// The low four bits of jcc, setcc and cmovcc.
enum class Condition : std::uint8_t {
  Overflow = 0x0,
  Below = 0x2,
  AboveEqual = 0x3,
  Equal = 0x4,
  NotEqual = 0x5,
  BelowEqual = 0x6,
  Above = 0x7,
  Sign = 0x8,
  NotSign = 0x9,
  Parity = 0xa,
  NotParity = 0xb,
  Less = 0xc,
  GreaterEqual = 0xd,
  LessEqual = 0xe,
  Greater = 0xf,
};

constexpr Condition negated(Condition condition) {
  return static_cast<Condition>(static_cast<std::uint8_t>(condition) ^ 1);
}

// Width of an integer operation.
enum class Width : std::uint8_t { W32, W64 };

// The arithmetic that all share one form; the values are those of the encoding.
enum class Alu : std::uint8_t { Add = 0, Or = 1, And = 4, Sub = 5, Xor = 6, Cmp = 7 };
enum class Shift : std::uint8_t { Rotl = 0, Rotr = 1, Shl = 4, ShrU = 5, ShrS = 7 };

// [base + index * scale + displacement]
struct Mem {
  Gpr base = Gpr::None;
  std::int32_t displacement = 0;
  Gpr index = Gpr::None;
  std::uint8_t scale_log2 = 0;
};

// A place in the code that jumps lead to. Until it is bound, the jumps to it form a chain through their own
// displacements.
struct Label {
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::uint32_t position = kNone;
  std::uint32_t last_use = kNone;

  bool is_bound() const { return position != kNone; }
  bool is_used() const { return last_use != kNone; }
};

// Modes of the rounding instructions, which raise no exception for inexact results in them.
inline constexpr std::uint8_t kNearest = 8;
inline constexpr std::uint8_t kFloor = 9;
inline constexpr std::uint8_t kCeil = 10;
inline constexpr std::uint8_t kTrunc = 11;

// Mandatory prefixes of vector instructions.
enum class Prefix : std::uint8_t { None = 0, P66 = 0x66, PF2 = 0xf2, PF3 = 0xf3 };

class Assembler {
 public:
  Assembler() { grow(kFirstSize); }

  std::uint32_t position() const { return static_cast<std::uint32_t>(cursor_ - buffer_.get()); }
  std::span<const std::uint8_t> code() const { return {buffer_.get(), position()}; }
  void clear() { cursor_ = buffer_.get(); }

  // --- Raw bytes ---
  void byte(std::uint8_t value) {
    room();
    *cursor_++ = value;
  }
  void word32(std::uint32_t value) {
    room();
    put32(value);
  }
  void word64(std::uint64_t value) {
    room();
    put64(value);
  }
  void patch32(std::uint32_t position, std::uint32_t value);
  void patch8(std::uint32_t position, std::uint8_t value) { buffer_[position] = value; }
  void align(std::uint32_t alignment) {
    while (position() % alignment != 0) byte(0xcc);
  }

  // --- Any instruction with a register or memory operand ---
  // `byte_register`: the operand in `reg` (or in the register `rm`) is its low byte.
  void op(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, Gpr rm, bool byte_register = false);
  void op(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, const Mem& rm,
          bool byte_register = false);
  // Between vector registers, or a vector register and an integer one in rm.
  void sse(Prefix prefix, std::uint32_t opcode, Xmm reg, Xmm rm) {
    op(prefix, Width::W32, opcode, number(reg), static_cast<Gpr>(rm));
  }
  void sse(Prefix prefix, std::uint32_t opcode, Xmm reg, const Mem& rm) {
    op(prefix, Width::W32, opcode, number(reg), rm);
  }
  // With an 8-bit immediate behind.
  void sse_imm(Prefix prefix, std::uint32_t opcode, Xmm reg, Xmm rm, std::uint8_t immediate) {
    sse(prefix, opcode, reg, rm);
    byte(immediate);
  }

  // With a VEX prefix: three operands, of 128 bits, of the opcodes behind 0x0f38 with 66.
  void vex(std::uint8_t opcode, Width width, Xmm reg, Xmm second, Xmm rm);

  // --- Moves ---
  void mov(Width width, Gpr to, Gpr from) { op(Prefix::None, width, 0x8b, number(to), from); }
  void load(Width width, Gpr to, const Mem& from) { op(Prefix::None, width, 0x8b, number(to), from); }
  void store(Width width, const Mem& to, Gpr from) { op(Prefix::None, width, 0x89, number(from), to); }
  void store8(const Mem& to, Gpr from) { op(Prefix::None, Width::W32, 0x88, number(from), to, true); }
  void store16(const Mem& to, Gpr from) { op(Prefix::P66, Width::W32, 0x89, number(from), to); }
  // A 32-bit immediate, for 64 bits sign-extended.
  void store_imm(Width width, const Mem& to, std::int32_t value);
  // Leaves the flags alone.
  void mov_imm(Gpr to, std::uint64_t value);
  // Changes the flags.
  void zero(Gpr to) { op(Prefix::None, Width::W32, 0x33, number(to), to); }
  void lea(Width width, Gpr to, const Mem& from) { op(Prefix::None, width, 0x8d, number(to), from); }
  // The address of a label behind this instruction.
  void lea(Gpr to, Label& label);
  void push(Gpr from);
  void pop(Gpr to);

  // --- Integer arithmetic ---
  void alu(Alu which, Width width, Gpr to, Gpr from) {
    op(Prefix::None, width, static_cast<std::uint32_t>(which) * 8 + 3, number(to), from);
  }
  void alu(Alu which, Width width, Gpr to, const Mem& from) {
    op(Prefix::None, width, static_cast<std::uint32_t>(which) * 8 + 3, number(to), from);
  }
  void alu_imm(Alu which, Width width, Gpr to, std::int32_t value);
  void alu_imm(Alu which, Width width, const Mem& to, std::int32_t value) {
    op(Prefix::None, width, 0x81, static_cast<std::uint8_t>(which), to);
    word32(static_cast<std::uint32_t>(value));
  }
  void test_imm(Width width, Gpr reg, std::int32_t value) {
    op(Prefix::None, width, 0xf7, 0, reg);
    word32(static_cast<std::uint32_t>(value));
  }
  void test(Width width, Gpr a, Gpr b) { op(Prefix::None, width, 0x85, number(b), a); }
  void imul(Width width, Gpr to, Gpr from) { op(Prefix::None, width, 0x0faf, number(to), from); }
  void imul(Width width, Gpr to, const Mem& from) { op(Prefix::None, width, 0x0faf, number(to), from); }
  void imul_imm(Width width, Gpr to, Gpr from, std::int32_t value);
  void shift_imm(Shift which, Width width, Gpr to, std::uint8_t count);
  void shift_cl(Shift which, Width width, Gpr to) {
    op(Prefix::None, width, 0xd3, static_cast<std::uint8_t>(which), to);
  }
  void neg(Width width, Gpr to) { op(Prefix::None, width, 0xf7, 3, to); }
  // rdx:rax by `divisor`; to rax and rdx.
  void div(Width width, Gpr divisor) { op(Prefix::None, width, 0xf7, 6, divisor); }
  void idiv(Width width, Gpr divisor) { op(Prefix::None, width, 0xf7, 7, divisor); }
  // rax by `factor`, to rdx:rax.
  void mul_wide(Gpr factor) { op(Prefix::None, Width::W64, 0xf7, 4, factor); }
  void imul_wide(Gpr factor) { op(Prefix::None, Width::W64, 0xf7, 5, factor); }
  // The sign of rax into all of rdx.
  void sign_into_rdx(Width width) {
    if (width == Width::W64) byte(0x48);
    byte(0x99);
  }
  void movzx8(Gpr to, Gpr from) { op(Prefix::None, Width::W32, 0x0fb6, number(to), from, true); }
  void movzx16(Gpr to, Gpr from) { op(Prefix::None, Width::W32, 0x0fb7, number(to), from); }
  void movsx8(Width width, Gpr to, Gpr from) { op(Prefix::None, width, 0x0fbe, number(to), from, true); }
  void movsx16(Width width, Gpr to, Gpr from) { op(Prefix::None, width, 0x0fbf, number(to), from); }
  void movsx32(Gpr to, Gpr from) { op(Prefix::None, Width::W64, 0x63, number(to), from); }
  void setcc(Condition condition, Gpr to) {
    op(Prefix::None, Width::W32, 0x0f90 + static_cast<std::uint32_t>(condition), 0, to, true);
  }
  void cmov(Condition condition, Width width, Gpr to, Gpr from) {
    op(Prefix::None, width, 0x0f40 + static_cast<std::uint32_t>(condition), number(to), from);
  }

  // --- Atomic accesses ---
  // Before an instruction that changes memory: it is one atomic access.
  void lock() { byte(0xf0); }
  void mfence() {
    for (const std::uint8_t each : {std::uint8_t{0x0f}, std::uint8_t{0xae}, std::uint8_t{0xf0}}) byte(each);
  }

  // --- Vector registers ---
  void movaps(Xmm to, Xmm from) { sse(Prefix::None, 0x0f28, to, from); }
  void load_float(Width width, Xmm to, const Mem& from) {
    sse(width == Width::W64 ? Prefix::PF2 : Prefix::PF3, 0x0f10, to, from);
  }
  void store_float(Width width, const Mem& to, Xmm from) {
    sse(width == Width::W64 ? Prefix::PF2 : Prefix::PF3, 0x0f11, from, to);
  }
  void load_vector(Xmm to, const Mem& from) { sse(Prefix::None, 0x0f10, to, from); }
  void store_vector(const Mem& to, Xmm from) { sse(Prefix::None, 0x0f11, from, to); }
  void zero(Xmm to) { sse(Prefix::None, 0x0f57, to, to); }
  // The bits, between the two kinds of registers.
  void mov_bits(Width width, Xmm to, Gpr from) { op(Prefix::P66, width, 0x0f6e, number(to), from); }
  void mov_bits(Width width, Gpr to, Xmm from) { op(Prefix::P66, width, 0x0f7e, number(from), to); }

  // --- Control ---
  void jmp(Label& target);
  void jcc(Condition condition, Label& target);
  void jmp(Gpr target) { op(Prefix::None, Width::W32, 0xff, 4, target); }
  void jmp(const Mem& target) { op(Prefix::None, Width::W32, 0xff, 4, target); }
  void call(Gpr target) { op(Prefix::None, Width::W32, 0xff, 2, target); }
  void call(const Mem& target) { op(Prefix::None, Width::W32, 0xff, 2, target); }
  void ret(std::uint32_t pop_bytes);
  void leave() { byte(0xc9); }
  // Four bytes of data: how far the label is from their end.
  void distance_to(Label& label) {
    room();
    use(label);
  }
  // What lib/abi/trap_instruction.cc reads a trap's code from.
  void trap(std::uint8_t code);
  // Binds the label here.
  void bind(Label& label);

 private:
  static constexpr std::size_t kFirstSize = std::size_t{16} << 10;
  // More than the longest instruction.
  static constexpr std::size_t kRoom = 32;

  template <typename Register>
  static constexpr std::uint8_t number(Register reg) {
    return static_cast<std::uint8_t>(reg);
  }
  void room() {
    if (static_cast<std::size_t>(end_ - cursor_) < kRoom) [[unlikely]]
      grow(2 * static_cast<std::size_t>(end_ - buffer_.get()));
  }
  void grow(std::size_t size);
  void put32(std::uint32_t value) {
    __builtin_memcpy(cursor_, &value, sizeof value);
    cursor_ += sizeof value;
  }
  void put64(std::uint64_t value) {
    __builtin_memcpy(cursor_, &value, sizeof value);
    cursor_ += sizeof value;
  }
  void put_opcode(Prefix prefix, Width width, std::uint32_t opcode, std::uint8_t reg, std::uint8_t index,
                  std::uint8_t base, bool needs_rex);
  void use(Label& label);
  bool jump_back(std::uint8_t opcode, const Label& target);

  std::unique_ptr<std::uint8_t[]> buffer_;
  std::uint8_t* cursor_ = nullptr;
  std::uint8_t* end_ = nullptr;
};

}  // namespace wrt::baseline
