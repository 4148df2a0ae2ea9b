// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Allocation where compiled code's fast path ends, and the array instructions that move many elements (4.6.11). The
// first four may collect; compiled code keeps its references where the collector finds them. Everything is checked
// before anything is written.
#include <cstring>
#include <span>

#include "runtime/builtins.h"
#include "runtime/gc_object.h"
#include "runtime/instance.h"

namespace wrt {

namespace {

VMArray* new_array(VMContext* vmctx, const VMTypeInfo* type, std::uint64_t length) {
  return reinterpret_cast<VMArray*>(vmctx->instance->store().heap().allocate_or_collect(
      type, array_size(type->size, length), static_cast<std::uint32_t>(length)));
}

bool contains(const VMArray* array, std::uint64_t start, std::uint64_t length) {
  return start <= array->length && length <= array->length - start;
}

// The bytes of `length` elements of `size` in a data segment, or null if they are not all inside.
const std::uint8_t* data_for(VMContext* vmctx, std::uint32_t segment, std::uint32_t size, std::uint64_t from,
                             std::uint64_t length) {
  const std::span<const std::uint8_t> data = vmctx->instance->data_segment(segment);
  static const std::uint8_t kNothing = 0;
  if (from > data.size() || length * size > data.size() - from) return nullptr;
  return data.empty() ? &kNothing : data.data() + from;
}

bool inside(std::span<void* const> elements, std::uint64_t from, std::uint64_t length) {
  return from <= elements.size() && length <= elements.size() - from;
}

void copy(std::uint8_t* to, const void* from, std::size_t size) {
  if (size != 0) std::memmove(to, from, size);
}

const VMTypeInfo* info_of(const void* type) {
  return static_cast<const VMTypeInfo*>(type);
}

}  // namespace

BuiltinResult<void*> gc_allocate(VMContext* vmctx, const void* type, std::uint64_t size) {
  VMObject* const object = vmctx->instance->store().heap().allocate_or_collect(info_of(type), size);
  if (object == nullptr) return TrapCode::HeapExhausted;
  return static_cast<void*>(object);
}

BuiltinResult<void*> array_new(VMContext* vmctx, const void* type, std::uint32_t length) {
  VMArray* const array = new_array(vmctx, info_of(type), length);
  if (array == nullptr) return TrapCode::HeapExhausted;
  return static_cast<void*>(array);
}

BuiltinResult<void*> array_new_data(VMContext* vmctx, const void* type, std::uint32_t segment, std::uint32_t from,
                                    std::uint32_t length) {
  const std::uint32_t size = info_of(type)->size;
  const std::uint8_t* const data = data_for(vmctx, segment, size, from, length);
  if (data == nullptr) return TrapCode::MemoryOutOfBounds;
  VMArray* const array = new_array(vmctx, info_of(type), length);
  if (array == nullptr) return TrapCode::HeapExhausted;
  copy(elements_of(array), data, std::size_t{length} * size);
  return static_cast<void*>(array);
}

BuiltinResult<void*> array_new_elem(VMContext* vmctx, const void* type, std::uint32_t segment, std::uint32_t from,
                                    std::uint32_t length) {
  if (!inside(vmctx->instance->element_segment(segment), from, length)) return TrapCode::TableOutOfBounds;
  VMArray* const array = new_array(vmctx, info_of(type), length);
  if (array == nullptr) return TrapCode::HeapExhausted;
  copy(elements_of(array), vmctx->instance->element_segment(segment).data() + from, length * sizeof(void*));
  return static_cast<void*>(array);
}

BuiltinResult<> array_copy(VMContext*, void* to_array, std::uint32_t to, void* from_array, std::uint32_t from,
                           std::uint32_t length) {
  VMArray* const target = static_cast<VMArray*>(to_array);
  const VMArray* const source = static_cast<const VMArray*>(from_array);
  if (target == nullptr || source == nullptr) return TrapCode::NullArrayReference;
  if (!contains(target, to, length) || !contains(source, from, length)) return TrapCode::ArrayOutOfBounds;
  const std::size_t size = target->type->size;
  copy(elements_of(target) + to * size, elements_of(source) + from * size, length * size);
  return {};
}

BuiltinResult<> array_init_data(VMContext* vmctx, std::uint32_t segment, void* to_array, std::uint32_t to,
                                std::uint32_t from, std::uint32_t length) {
  VMArray* const target = static_cast<VMArray*>(to_array);
  if (target == nullptr) return TrapCode::NullArrayReference;
  if (!contains(target, to, length)) return TrapCode::ArrayOutOfBounds;
  const std::size_t size = target->type->size;
  const std::uint8_t* const data = data_for(vmctx, segment, target->type->size, from, length);
  if (data == nullptr) return TrapCode::MemoryOutOfBounds;
  copy(elements_of(target) + to * size, data, length * size);
  return {};
}

BuiltinResult<> array_init_elem(VMContext* vmctx, std::uint32_t segment, void* to_array, std::uint32_t to,
                                std::uint32_t from, std::uint32_t length) {
  VMArray* const target = static_cast<VMArray*>(to_array);
  if (target == nullptr) return TrapCode::NullArrayReference;
  if (!contains(target, to, length)) return TrapCode::ArrayOutOfBounds;
  const std::span<void* const> elements = vmctx->instance->element_segment(segment);
  if (!inside(elements, from, length)) return TrapCode::TableOutOfBounds;
  copy(elements_of(target) + to * sizeof(void*), elements.data() + from, length * sizeof(void*));
  return {};
}

}  // namespace wrt
