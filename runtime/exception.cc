// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Allocating and showing exceptions. They are not objects of the collected heap yet but live as long as their store,
// and so does what their values refer to.
#include "runtime/exception.h"

#include <memory>

#include <fmt/format.h>

#include "runtime/gc_marker.h"
#include "runtime/instance.h"
#include "runtime/store_impl.h"
#include "runtime/type_registry.h"

namespace wrt {

namespace {

const std::vector<ValType>& value_types(const TagInstance& tag) {
  return engine_types().type(tag.type_id).func.params;
}

std::string to_string(const Value& value, ValType type) {
  switch (type.kind()) {
    case ValType::I32: return fmt::format("{}", value.i32);
    case ValType::I64: return fmt::format("{}", value.i64);
    case ValType::F32: return fmt::format("{}", value.f32);
    case ValType::F64: return fmt::format("{}", value.f64);
    case ValType::V128: {
      std::string text = "0x";
      for (std::size_t i = sizeof value.v128; i > 0; --i) text += fmt::format("{:02x}", value.v128[i - 1]);
      return text;
    }
    default: return value.ref == nullptr ? "null" : "ref";
  }
}

}  // namespace

VMException* Store::new_exception(const TagInstance& tag) {
  const std::size_t count = value_types(tag).size();
  void* const memory = impl_->exceptions.allocate(sizeof(VMException) + count * sizeof(Value), alignof(VMException));
  VMException* const exception = new (memory) VMException{&tag, impl_->newest_exception};
  std::uninitialized_value_construct_n(exception->values(), count);
  impl_->newest_exception = exception;
  return exception;
}

void Store::Impl::mark_exceptions(GcMarker& marker) const {
  for (VMException* each = newest_exception; each != nullptr; each = each->previous) {
    const std::vector<ValType>& types = value_types(*each->tag);
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (engine_types().is_collected(types[i])) marker.mark(each->values()[i].ref);
    }
  }
}

std::string to_string(VMException& exception) {
  const TagInstance& tag = *exception.tag;
  std::string text = tag.instance != nullptr ? tag.instance->loaded().tag_name(tag.index) : "host tag";
  const std::vector<ValType>& types = value_types(tag);
  for (std::size_t i = 0; i < types.size(); ++i) {
    text += i == 0 ? "(" : ", ";
    text += to_string(exception.values()[i], types[i]);
  }
  return types.empty() ? text : text + ')';
}

Stop uncaught(VMException* exception) {
  Stop stop = Stop::throwing(exception);
  stop.message = "uncaught exception " + to_string(*exception);
  return stop;
}

}  // namespace wrt
