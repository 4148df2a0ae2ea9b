// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Allocating and showing exceptions.
#include "runtime/exception.h"

#include <fmt/format.h>

#include "runtime/guest_thread.h"
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

VMException* as_exception(VMObject* object, const TagInstance& tag) {
  VMException* const exception = reinterpret_cast<VMException*>(object);
  if (exception != nullptr) exception->tag = &tag;
  return exception;
}

}  // namespace

VMException* Store::new_exception(const TagInstance& tag) {
  const VMTypeInfo* const type = engine_types().info(tag.type_id);
  VMException* const exception = as_exception(impl_->heap.allocate(type, type->size), tag);
  // Not the one that was at this place before.
  GuestThread* const thread = GuestThread::current_or_null();
  if (thread != nullptr && thread->backtrace.exception == exception) thread->backtrace.exception = nullptr;
  return exception;
}

VMException* new_exception_or_collect(Store& store, const TagInstance& tag) {
  const VMTypeInfo* const type = engine_types().info(tag.type_id);
  return as_exception(store.heap().allocate_or_collect(type, type->size), tag);
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
