// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the small guests come to be: the same steps as for a user's module, with any error a failed test.
#include "test/unit/runtime/guest.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <catch2/catch.hpp>

#include "api/program.h"

namespace wrt::test {

namespace {

// A Result's value, or a failed test that says why.
template <typename T>
T expect(Result<T> result) {
  if (!result) FAIL(result.error().message());
  return std::move(*result);
}

}  // namespace

std::vector<std::uint8_t> body(std::initializer_list<std::uint8_t> code) {
  std::vector<std::uint8_t> bytes(code.size() + 2, 0);  // no locals, the code, end
  std::ranges::copy(code, bytes.begin() + 1);
  bytes.back() = 0x0b;
  return bytes;
}

std::shared_ptr<const LoadedModule> compile(const ModuleBuilder& builder) {
  CompileOptions options;
  options.opt_level = 1;
  options.threads = 1;
  const CompiledModule compiled = expect(compile_bytes(builder.encode(), Features(), options));
  return expect(load_artefact(expect(Artefact::from_bytes(compiled.artefact))));
}

Instance& instantiate(Store& store, std::shared_ptr<const LoadedModule> module, std::span<const Extern> imports,
                      std::string name) {
  std::expected<Instance*, InstantiateError> instance = store.instantiate(std::move(module), imports, std::move(name));
  if (!instance) {
    const Error* const error = std::get_if<Error>(&instance.error());
    FAIL((error != nullptr ? error->message() : std::get<Stop>(instance.error()).message));
  }
  return **instance;
}

Outcome<std::vector<Value>> call(Instance& instance, std::string_view name, std::span<const Value> arguments) {
  const std::optional<Extern> found = instance.find_export(name);
  REQUIRE(found);
  return instance.store().call(std::get<FuncExtern>(*found).ref, arguments);
}

Stop trap_of(Outcome<std::vector<Value>> outcome) {
  REQUIRE(!outcome);
  REQUIRE(outcome.error().kind == Stop::Kind::Trap);
  return std::move(outcome.error());
}

Value i32(std::uint32_t value) {
  Value result{};
  result.u32 = value;
  return result;
}

Value i64(std::uint64_t value) {
  Value result{};
  result.u64 = value;
  return result;
}

}  // namespace wrt::test
