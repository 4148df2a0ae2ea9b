// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the kernel says of its guards. Where it says nothing, returns are taken for well predicted: entries that cover
// them would then be what spoils them.
#include "wasi/system_call.h"

#include <fcntl.h>

#include <array>
#include <string_view>

#include "wasi/unique_fd.h"

namespace wrt::wasi {

constinit std::atomic<bool> returns_are_spoilt = false;

void learn_of_returns() {
  const UniqueFd file(::open("/sys/devices/system/cpu/vulnerabilities/spec_rstack_overflow", O_RDONLY | O_CLOEXEC));
  std::array<char, 128> text;
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  // "Mitigation: Safe RET", "Vulnerable: Safe RET, no microcode"
  if (size > 0 && std::string_view(text.data(), static_cast<std::size_t>(size)).contains("Safe RET"))
    returns_are_spoilt = true;
}

}  // namespace wrt::wasi
