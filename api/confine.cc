// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sandbox knows nothing of WASI; here the one's folders become the other's.
#include "api/confine.h"

#include <vector>

namespace wrt {

Result<Sandbox> confine_process(const Wasi& wasi, SandboxMode mode) {
  std::vector<SandboxFolder> folders;
  for (const OpenedPreopen& each : wasi.preopens()) folders.push_back({each.host_fd, each.read_only});
  return raise_sandbox(mode, folders);
}

}  // namespace wrt
