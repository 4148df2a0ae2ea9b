// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module in the text format, compiled, instantiated and called, for tests of what guests can do.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "api/program.h"
#include "lib/text/parser.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wrt::test {

inline std::shared_ptr<const LoadedModule> compile_text(std::string_view text, const CompileOptions& options) {
  const Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  REQUIRE(bytes.has_value());
  const Result<CompiledModule> compiled = compile_bytes(*bytes, Features(), options);
  if (!compiled) FAIL(compiled.error().message());
  Result<Artefact> artefact = Artefact::from_bytes(compiled->artefact);
  if (!artefact) FAIL(artefact.error().message());
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(*artefact));
  if (!loaded) FAIL(loaded.error().message());
  return *loaded;
}

// An instance without imports, in a store of its own.
class TextInstance {
 public:
  TextInstance(std::string_view text, const GcOptions& gc, unsigned opt_level) : store_({.gc = gc}) {
    CompileOptions options;
    options.opt_level = opt_level;
    options.threads = 1;
    options.verify = true;
    const auto made = store_.instantiate(compile_text(text, options), {}, "test");
    REQUIRE(made.has_value());
    instance_ = *made;
  }

  Store& store() { return store_; }
  Outcome<std::vector<Value>> call(std::string_view name, const std::vector<Value>& arguments = {}) {
    const std::optional<Extern> found = instance_->find_export(name);
    REQUIRE(found.has_value());
    return store_.call(std::get<FuncExtern>(*found).ref, arguments);
  }
  // The only result of a function of i32 parameters.
  std::int64_t call_i64(std::string_view name, const std::vector<std::int32_t>& arguments = {}) {
    std::vector<Value> values;
    for (const std::int32_t each : arguments) values.push_back(Value{.i32 = each});
    const Outcome<std::vector<Value>> results = call(name, values);
    if (!results) FAIL(results.error().message);
    REQUIRE(results->size() == 1);
    return results->front().i64;
  }
  // The message of the trap that the call ends in.
  std::string trap_of(std::string_view name) {
    const Outcome<std::vector<Value>> results = call(name);
    REQUIRE_FALSE(results.has_value());
    return results.error().message;
  }

 private:
  Store store_;
  Instance* instance_ = nullptr;
};

}  // namespace wrt::test
