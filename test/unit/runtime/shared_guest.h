// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Guests of several stores and threads on one shared memory. What a thread finds is kept and looked at when all have
// ended: the test framework's macros are for one thread.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/instance.h"
#include "runtime/memory.h"
#include "runtime/store.h"

namespace wrt::test {

// How a call ended: its i64 result (0 if it has none), or its trap.
using Answer = std::expected<std::int64_t, TrapCode>;

// A store of its own with one instance of a module, which imports the memory "env" "memory" of another store.
class SharedGuest {
 public:
  // For one thread at a time. Aborts if the module does not link.
  SharedGuest(std::shared_ptr<const LoadedModule> module, MemoryInstance& memory);

  // Calls an exported function of i64 parameters with one result at most, an i64. Aborts if it has no such export.
  Answer call(std::string_view name, std::initializer_list<std::int64_t> arguments = {});

 private:
  Store store_;
  Instance* instance_;
};

// The type of a shared memory.
MemoryType shared_memory(AddressType address, std::uint64_t min, std::uint64_t max);

// Runs body(0) to body(count - 1), each on a thread, all begun before any goes on, and waits for them.
void on_threads(unsigned count, const std::function<void(unsigned)>& body);

}  // namespace wrt::test
