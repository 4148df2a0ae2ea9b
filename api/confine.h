// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Between setting up and running a guest: the process gives up whatever the guest was not given.
#pragma once

#include "lib/support/result.h"
#include "sandbox/sandbox.h"
#include "wasi/wasi.h"

namespace wrt {

// Raises the sandbox around this process, with the folders of `wasi` inside. Errors: as raise_sandbox().
Result<Sandbox> confine_process(const Wasi& wasi, SandboxMode mode);

}  // namespace wrt
