// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a host function works on: the state of one WASI program (Context), and one call of it (Call). Tests and fuzzers
// make both without an instance.
//
// A call that waits (for a file, a pipe, a clock) holds no lock that other threads of the guest need.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/stop.h"
#include "wasi/fd_table.h"
#include "wasi/guest_memory.h"
#include "wasi/path.h"
#include "wasi/types.h"

namespace wrt::wasi {

// For one thread, or, behind fds.share(), several: what is in there but `fds` does not change any more when the guest
// runs, and `found_no_folder` is atomic.
struct Context {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // "NAME=value"
  FdTable fds;
  Resolution resolution = Resolution::Kernel;
  std::vector<std::string> grants;                                                             // Wasi::grants
  std::unique_ptr<std::atomic<bool>> found_no_folder = std::make_unique<std::atomic<bool>>();  // Wasi::found_no_folder
};

struct Call {
  Context& context;
  GuestMemory memory;
  Abi abi;
  Rights rights;             // from the function's row
  Rights second_rights;      // likewise
  std::optional<Stop> stop;  // set by a function that does not want to return to the guest
  // What keeps the descriptors of this call open until it is over, where there are other threads.
  std::shared_ptr<Descriptor> first_held = nullptr;
  std::shared_ptr<Descriptor> second_held = nullptr;

  // The descriptor that is the (first) one among the arguments, and the second; valid until the call is over. Each to
  // be asked for once. Errors: as FdTable::find.
  Fallible<Descriptor*> descriptor(Fd fd) { return context.fds.find(fd, rights, first_held); }
  Fallible<Descriptor*> second_descriptor(Fd fd) { return context.fds.find(fd, second_rights, second_held); }
  // The first one, for a function that looks at its rights itself. Error: Badf.
  Fallible<Descriptor*> any_descriptor(Fd fd) { return context.fds.find(fd, 0, first_held); }
  // A path argument, not yet checked for anything but its length. Errors: Fault, Nametoolong.
  Fallible<std::string> path(Pointer address, Size size) const {
    constexpr std::size_t kMaxPath = 4095;
    return memory.read_string(address, size, kMaxPath, Errno::Nametoolong);
  }
};

}  // namespace wrt::wasi
