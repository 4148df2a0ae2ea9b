// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stack machine for the few instructions that are constant (3.4.11).
#include "runtime/const_expr.h"

#include <cstring>
#include <string>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/support/check.h"
#include "runtime/gc_object.h"
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
      case Opcode::RefI31: return ref_i31();
      case Opcode::AnyConvertExtern:
      case Opcode::ExternConvertAny: return {};
      case Opcode::StructNew: return struct_new(instruction, instance_.module().types[instruction.index].fields.size());
      case Opcode::StructNewDefault: return struct_new(instruction, 0);
      case Opcode::ArrayNew: return array_new(instruction, true);
      case Opcode::ArrayNewDefault: return array_new(instruction, false);
      case Opcode::ArrayNewFixed: return array_new_fixed(instruction);
      case Opcode::RefFunc: return push_ref(instance_.func_ref(instruction.index));
      case Opcode::I32Add:
      case Opcode::I64Add:
      case Opcode::I32Sub:
      case Opcode::I64Sub:
      case Opcode::I32Mul:
      case Opcode::I64Mul: return arithmetic(instruction.opcode);
      default:
        // The validator lets nothing else through.
        WRT_UNREACHABLE();
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
  Value pop() {
    WRT_CHECK(!stack_.empty());
    const Value value = stack_.back();
    stack_.pop_back();
    return value;
  }
  Result<> ref_i31() { return push_bits(static_cast<std::uint32_t>(pop().u32 << 1 | 1)); }

  // None of this collects, so that values on our stack stay where they are.
  Result<VMObject*> allocate(const Instruction& instruction, std::uint64_t size, std::uint32_t length = 0) {
    const VMTypeInfo* const type = instance_.loaded().type_infos()[instruction.index];
    VMObject* const object = instance_.store().heap().allocate(type, size, length);
    if (object == nullptr)
      return fail(ErrorKind::Limit, instruction.offset, std::string(trap_text(TrapCode::HeapExhausted)));
    return object;
  }
  // The fields from `given` on keep their default.
  Result<> struct_new(const Instruction& instruction, std::size_t given) {
    const std::vector<FieldType>& fields = instance_.module().types[instruction.index].fields;
    const StructLayout layout = struct_layout(fields);
    WRT_ASSIGN(VMObject* const object, allocate(instruction, layout.size));
    for (std::size_t i = given; i-- > 0;)
      write(reinterpret_cast<std::uint8_t*>(object) + layout.offsets[i], pop(), storage_size(fields[i].storage));
    return push_ref(object);
  }
  Result<VMArray*> allocate_array(const Instruction& instruction, std::uint32_t length) {
    const std::uint32_t size = instance_.loaded().type_infos()[instruction.index]->size;
    WRT_ASSIGN(VMObject* const object, allocate(instruction, array_size(size, length), length));
    return reinterpret_cast<VMArray*>(object);
  }
  Result<> array_new(const Instruction& instruction, bool has_element) {
    const std::uint32_t length = pop().u32;
    const Value element = has_element ? pop() : Value{};
    WRT_ASSIGN(VMArray* const array, allocate_array(instruction, length));
    const std::uint32_t size = array->type->size;
    for (std::size_t i = 0; has_element && i < length; ++i) write(elements_of(array) + i * size, element, size);
    return push_ref(array);
  }
  Result<> array_new_fixed(const Instruction& instruction) {
    WRT_ASSIGN(VMArray* const array, allocate_array(instruction, instruction.index2));
    const std::size_t size = array->type->size;
    for (std::size_t i = instruction.index2; i-- > 0;) write(elements_of(array) + i * size, pop(), array->type->size);
    return push_ref(array);
  }
  // The low bytes of a value: all our targets are little-endian.
  static void write(std::uint8_t* to, const Value& value, std::uint32_t size) { std::memcpy(to, &value, size); }

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
