// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The module "spectest", which official scripts import (interpreter/README.md of the specification).
#pragma once

#include "api/linker.h"
#include "runtime/store.h"

namespace wrt {

// Defines all of "spectest". What its functions are asked to print is dropped. The linker must outlive the store.
// Errors: Io or Limit, when the system has no room for its memories.
Result<> define_spectest(Linker& linker, Store& store);

}  // namespace wrt
