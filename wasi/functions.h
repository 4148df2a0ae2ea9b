// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of preview 1 as C++ functions, declared from the table, and the table as data. A function gets the
// guest's arguments as they are and checks them all; what it returns is the guest's result.
#pragma once

#include <span>
#include <string_view>

#include "lib/abi/value.h"
#include "wasi/context.h"
#include "wasi/direct_entry.h"

namespace wrt::wasi {

#define WASI(name, params, results, rights, second, parameters) Errno name WRT_WASI_WITH_CALL parameters;
#define WASI_PREVIEW1 WASI
#define WRT_WASI_WITH_CALL(...) (Call & call __VA_OPT__(, ) __VA_ARGS__)
#include "wasi/functions.def"
#undef WRT_WASI_WITH_CALL
#undef WASI_PREVIEW1
#undef WASI

struct FunctionRow {
  std::string_view name;
  std::string_view params;   // letters, as in functions.def
  std::string_view results;  // likewise
  Rights rights;
  Rights second_rights;
  bool in_unstable;             // whether wasi_unstable has it, too
  std::string_view parameters;  // "(Fd fd, Pointer iovs, …)": likewise
  // Takes its arguments from `values`; the result of one that returns none is a stop.
  Errno (*invoke)(Call& call, std::span<const Value> values);
  // DirectEntry::enter of the function; null if it has too many parameters, or returns nothing.
  const void* direct_entry;
};

// All rows of functions.def, in their order.
std::span<const FunctionRow> functions();

// Calls one: reads its parameters from `values`, writes its result there. `values` has room for the larger of both.
// Fails with the stop if the function asked for one.
Outcome<> invoke(const FunctionRow& function, Abi abi, Context& context, GuestMemory memory, std::span<Value> values);

// FAST: made beside their functions, which become a part of them.
extern template struct DirectEntry<clock_time_get>;
extern template struct DirectEntry<fd_pread>;
extern template struct DirectEntry<fd_pwrite>;
extern template struct DirectEntry<fd_read>;
extern template struct DirectEntry<fd_seek>;
extern template struct DirectEntry<fd_write>;

}  // namespace wrt::wasi
