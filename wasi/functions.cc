// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From functions.def to code: each row gets a function that takes its arguments out of an array of values by the
// types of its C++ parameters, and the letters of the row are compared with those types here.

#include "wasi/functions.h"

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace wrt::wasi {
namespace {

template <typename T>
T argument(const Value& value) {
  static_assert(std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8));
  if constexpr (sizeof(T) == 8) return static_cast<T>(value.u64);
  if constexpr (sizeof(T) == 4) return static_cast<T>(value.u32);
}

template <auto function>
struct Invoker;

template <typename... Parameters, Errno (*function)(Call&, Parameters...)>
struct Invoker<function> {
  static Errno invoke(Call& call, [[maybe_unused]] std::span<const Value> values) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return function(call, argument<Parameters>(values[i])...);
    }(std::index_sequence_for<Parameters...>());
  }
  static constexpr bool has_letters(std::string_view letters) {
    constexpr std::array<char, sizeof...(Parameters) + 1> own{(sizeof(Parameters) == 8 ? 'I' : 'i')..., '\0'};
    return letters == std::string_view(own.data(), sizeof...(Parameters));
  }
};

template <auto function>
const void* direct_entry(std::string_view results) {
  if constexpr (DirectEntry<function>::exists) {
    if (!results.empty()) return reinterpret_cast<const void*>(&DirectEntry<function>::enter);
  }
  return nullptr;
}

#define WASI(name, params, results, rights, second, parameters) \
  static_assert(Invoker<name>::has_letters(params), #name);
#define WASI_PREVIEW1 WASI
#include "wasi/functions.def"
#undef WASI_PREVIEW1
#undef WASI

#define WRT_WASI_ROW(in_unstable, name, params, results, rights, second, parameters) \
  {#name,                                                                            \
   params,                                                                           \
   results,                                                                          \
   Right::rights,                                                                    \
   Right::second,                                                                    \
   in_unstable,                                                                      \
   #parameters,                                                                      \
   &Invoker<name>::invoke,                                                           \
   direct_entry<name>(results)},
#define WASI(...) WRT_WASI_ROW(true, __VA_ARGS__)
#define WASI_PREVIEW1(...) WRT_WASI_ROW(false, __VA_ARGS__)
const FunctionRow kFunctions[] = {
#include "wasi/functions.def"
};
#undef WASI_PREVIEW1
#undef WASI
#undef WRT_WASI_ROW

static_assert(std::size(kFunctions) == 46);

}  // namespace

std::span<const FunctionRow> functions() {
  return kFunctions;
}

Outcome<> invoke(const FunctionRow& function, Abi abi, Context& context, GuestMemory memory, std::span<Value> values) {
  Call call{context, memory, abi, function.rights, function.second_rights, std::nullopt};
  Errno result = function.invoke(call, values);
  if (call.stop.has_value()) [[unlikely]]
    return std::unexpected(std::move(*call.stop));
  values[0].u32 = static_cast<std::uint32_t>(result);
  return {};
}

Stop no_memory() {
  return Stop::trap(TrapCode::HostError, "wasi: the module exports no memory");
}

}  // namespace wrt::wasi
