// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small guests for the runtime's tests: modules put together in C++, compiled by the real compiler, and run in a store.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/binary/module_builder.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wrt::test {

// The bytes of a function without locals: `code` without its final `end`.
std::vector<std::uint8_t> body(std::initializer_list<std::uint8_t> code);

// Encodes, decodes, validates, compiles and loads what was built. Any error fails the test.
std::shared_ptr<const LoadedModule> compile(const ModuleBuilder& builder);

// Instantiates; any error fails the test.
Instance& instantiate(Store& store, std::shared_ptr<const LoadedModule> module, std::span<const Extern> imports = {},
                      std::string name = "guest");

// Calls an exported function.
Outcome<std::vector<Value>> call(Instance& instance, std::string_view name, std::span<const Value> arguments = {});

// The trap of a call that must trap; the test fails otherwise.
Stop trap_of(Outcome<std::vector<Value>> outcome);

Value i32(std::uint32_t value);
Value i64(std::uint64_t value);

}  // namespace wrt::test
