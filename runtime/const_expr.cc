// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stack machine for the few instructions that are constant (3.4.11).
#include "runtime/const_expr.h"

#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "lib/binary/body_reader.h"
#include "lib/support/check.h"
#include "runtime/instance.h"

namespace wrt {

namespace {

class Evaluator {
 public:
  explicit Evaluator(const Instance& instance) : instance_(instance) {}

  Result<> step(const Instruction& instruction) {
    switch (instruction.opcode) {
      case Opcode::End: return {};
      case Opcode::I32Const: return push_bits(static_cast<std::uint32_t>(instruction.bits));
      case Opcode::I64Const:
      case Opcode::F32Const:
      case Opcode::F64Const: return push_bits(instruction.bits);
      case Opcode::V128Const: return push_v128(instruction);
      case Opcode::GlobalGet: return push(instance_.global(instruction.index).get());
      case Opcode::RefNull: return push_ref(nullptr);
      case Opcode::RefFunc: return push_ref(instance_.func_ref(instruction.index));
      case Opcode::I32Add:
      case Opcode::I64Add:
      case Opcode::I32Sub:
      case Opcode::I64Sub:
      case Opcode::I32Mul:
      case Opcode::I64Mul: return arithmetic(instruction.opcode);
      default:
        return fail(
            ErrorKind::Unsupported, instruction.offset,
            fmt::format("not supported yet: {} in a constant expression", opcode_info(instruction.opcode).text));
    }
  }
  const Value& result() const {
    WRT_CHECK(stack_.size() == 1);
    return stack_.back();
  }

 private:
  Result<> push(const Value& value) {
    stack_.push_back(value);
    return {};
  }
  Result<> push_bits(std::uint64_t bits) {
    Value value{};
    value.u64 = bits;
    return push(value);
  }
  Result<> push_ref(void* ref) {
    Value value{};
    value.ref = ref;
    return push(value);
  }
  Result<> push_v128(const Instruction& instruction) {
    Value value{};
    std::memcpy(value.v128, instruction.v128.data(), sizeof value.v128);
    return push(value);
  }
  // Modulo 2^64, of which the low half is the result modulo 2^32.
  Result<> arithmetic(Opcode opcode) {
    WRT_CHECK(stack_.size() >= 2);
    const std::uint64_t right = stack_.back().u64;
    stack_.pop_back();
    std::uint64_t& left = stack_.back().u64;
    const bool wide = opcode == Opcode::I64Add || opcode == Opcode::I64Sub || opcode == Opcode::I64Mul;
    switch (opcode_info(opcode).meaning) {
      case Meaning::Add: left += right; break;
      case Meaning::Sub: left -= right; break;
      default: left *= right; break;
    }
    if (!wide) left = static_cast<std::uint32_t>(left);
    return {};
  }

  const Instance& instance_;
  std::vector<Value> stack_;
};

}  // namespace

Result<Value> evaluate(const ConstExpr& expression, const Instance& instance) {
  BodyReader reader(expression);
  Evaluator evaluator(instance);
  Instruction instruction;
  while (!reader.at_end()) {
    WRT_TRY(reader.read(instruction));
    WRT_TRY(evaluator.step(instruction));
  }
  return evaluator.result();
}

}  // namespace wrt
