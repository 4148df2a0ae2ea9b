// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of preview 1 as C++ functions, declared from the table, and the table as data. A function gets the
// guest's arguments as they are and checks them all; what it returns is the guest's result.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "lib/abi/value.h"
#include "wasi/context.h"

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
};

// All rows of functions.def, in their order.
std::span<const FunctionRow> functions();

// Calls one: reads its parameters from `values`, writes its result there. `values` has room for the larger of both.
// Fails with the stop if the function asked for one.
// FAST: in the header, so that it becomes part of its caller: every level of calls above a system call was measured to
// cost 5 ns or more (bench/wasi_io.py), probably because the kernel makes the processor forget return addresses.
inline Outcome<> invoke(const FunctionRow& function, Abi abi, Context& context, GuestMemory memory,
                        std::span<Value> values) {
  Call call{context, memory, abi, function.rights, function.second_rights, std::nullopt};
  Errno result = function.invoke(call, values);
  if (call.stop.has_value()) [[unlikely]]
    return std::unexpected(std::move(*call.stop));
  values[0].u32 = static_cast<std::uint32_t>(result);
  return {};
}

}  // namespace wrt::wasi
