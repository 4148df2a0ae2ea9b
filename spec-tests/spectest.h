// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The host module "spectest" that the official scripts import (interpreter/README.md of the specification).
#pragma once

#include "api/linker.h"
#include "runtime/store.h"

namespace wrt::spec {

// Defines all of "spectest". What its functions are asked to print is dropped. The linker must outlive the store.
void define_spectest(Linker& linker, Store& store);

}  // namespace wrt::spec
