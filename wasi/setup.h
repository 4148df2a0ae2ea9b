// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a WasiConfig to a Context: everything that happens before the guest runs.
#pragma once

#include "lib/support/result.h"
#include "wasi/context.h"
#include "wasi/wasi.h"

namespace wrt::wasi {

// Errors: as Wasi::create.
Result<Context> make_context(WasiConfig config);

}  // namespace wrt::wasi
