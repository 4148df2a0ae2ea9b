// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Marking: the bit first, then the lines that the object touches, then its references. The type information says where
// those are; an object without any, such as a string's bytes, is never looked at again.
#include "runtime/gc_marker.h"

#include "runtime/gc_blocks.h"
#include "runtime/gc_large_objects.h"
#include "runtime/gc_object.h"

namespace wrt {

void GcMarker::mark(const void* reference) {
  if (is_object(reference)) mark_object(static_cast<VMObject*>(const_cast<void*>(reference)));
}

void GcMarker::mark_object(VMObject* object) {
  if (blocks_.contains(object)) {
    if (!blocks_.mark(object)) return;
    blocks_.keep_lines(object, size_of(object));
  } else {
    if (!LargeObjects::mark(object)) return;
    large_bytes_ += size_of(object);
  }
  if (object->type->reference_count != 0) work_.push_back(object);
}

// Not instrumented: it reads all of a stack, also what a sanitizer keeps between variables.
__attribute__((no_sanitize("address", "thread", "undefined"))) void GcMarker::mark_stack(std::uintptr_t begin,
                                                                                         std::uintptr_t end) {
  for (std::uintptr_t at = begin & ~(sizeof(void*) - 1); at + sizeof(void*) <= end; at += sizeof(void*)) {
    const std::uintptr_t word = *reinterpret_cast<const std::uintptr_t*>(at);
    VMObject* const object =
        blocks_.contains(reinterpret_cast<const void*>(word)) ? blocks_.find(word) : large_.find(word);
    if (object != nullptr) mark_object(object);
  }
}

void GcMarker::follow(const VMObject* object) {
  const VMTypeInfo& type = *object->type;
  if (type.kind == VMObjectKind::Array) {
    const VMArray* const array = reinterpret_cast<const VMArray*>(object);
    mark({reinterpret_cast<void* const*>(elements_of(array)), array->length});
    return;
  }
  for (std::uint32_t i = 0; i < type.reference_count; ++i)
    mark(*reinterpret_cast<void* const*>(reinterpret_cast<const std::uint8_t*>(object) + type.references[i]));
}

void GcMarker::drain() {
  while (!work_.empty()) {
    const VMObject* const object = work_.back();
    work_.pop_back();
    follow(object);
  }
}

}  // namespace wrt
