// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GlobalInstance (section 4.2.9): a typed cell. A global that a module defines lives inside that instance's VMContext,
// where compiled code reaches it without a pointer; one that the host makes has a cell of its own.
#pragma once

#include "lib/abi/value.h"
#include "lib/wasm/types.h"

namespace wrt {

class GlobalInstance {
 public:
  // `type` is in canonical ids (runtime/type_registry.h). The cell must outlive the object.
  GlobalInstance(const GlobalType& type, Value* cell) : type_(type), cell_(cell) {}

  const GlobalType& type() const { return type_; }
  Value get() const { return *cell_; }
  void set(const Value& value) { *cell_ = value; }
  Value* cell() const { return cell_; }

 private:
  GlobalType type_;
  Value* cell_;
};

}  // namespace wrt
