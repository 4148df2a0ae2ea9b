// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a host function works on: the state of one WASI program (Context), and one call of it (Call). Tests and fuzzers
// make both without an instance.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/stop.h"
#include "wasi/fd_table.h"
#include "wasi/guest_memory.h"
#include "wasi/path.h"
#include "wasi/types.h"

namespace wrt::wasi {

// One thread at a time.
struct Context {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // "NAME=value"
  FdTable fds;
  Resolution resolution = Resolution::Kernel;
  std::vector<std::string> grants;  // Wasi::grants
  bool found_no_folder = false;     // Wasi::found_no_folder
};

struct Call {
  Context& context;
  GuestMemory memory;
  Abi abi;
  Rights rights;             // from the function's row
  Rights second_rights;      // likewise
  std::optional<Stop> stop;  // set by a function that does not want to return to the guest

  // The descriptor that is the (first) one among the arguments, and the second. Errors: as FdTable::find.
  Fallible<Descriptor*> descriptor(Fd fd) const { return context.fds.find(fd, rights); }
  Fallible<Descriptor*> second_descriptor(Fd fd) const { return context.fds.find(fd, second_rights); }
  // A path argument, not yet checked for anything but its length. Errors: Fault, Nametoolong.
  Fallible<std::string> path(Pointer address, Size size) const {
    constexpr std::size_t kMaxPath = 4095;
    return memory.read_string(address, size, kMaxPath, Errno::Nametoolong);
  }
};

}  // namespace wrt::wasi
