// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads that share nothing but the process: compiling, loading, instantiating and destroying at once, with the
// registries, the compiler and the table of types that all of them use; and threads whose own stacks are tiny.
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <string>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "lib/support/check.h"
#include "test/unit/runtime/shared_guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

using test::on_threads;

CompileOptions options(unsigned threads) {
  CompileOptions options;
  options.threads = threads;
  return options;
}

// Types, a table, an exception, an object and a memory of its own; `number` makes types and code differ.
std::string module_text(unsigned number) {
  std::string fields;
  for (unsigned each = 0; each <= number % 8; ++each) fields += "(field (mut i64))";
  return fmt::format(R"((module
  (type $object (struct {fields}))
  (type $binary (func (param i64 i64) (result i64)))
  (tag $e (param i64))
  (memory 1 2)
  (data (i32.const 8) "\2a")
  (table 1 1 funcref)
  (elem (i32.const 0) $add)
  (func $add (type $binary) (i64.add (i64.add (local.get 0) (local.get 1)) (i64.const {number})))
  (func (export "sum") (result i64)
    (local $o (ref null $object))
    (local.set $o (struct.new_default $object))
    (struct.set $object 0 (local.get $o) (i64.load8_u (i32.const 8)))
    (call_indirect (type $binary) (struct.get $object 0 (local.get $o)) (i64.const 1000) (i32.const 0)))
  (func (export "catch") (result i64) (block $h (result i64) (try_table (catch $e $h) (throw $e (i64.const 7))) (i64.const 0)))
  (func (export "trap") (result i64) (i64.load (i32.const 131065)))))",
                     fmt::arg("fields", fields), fmt::arg("number", number));
}

std::vector<std::uint8_t> compile(const std::vector<std::uint8_t>& bytes, unsigned threads) {
  Result<CompiledModule> compiled = compile_bytes(bytes, Features(), options(threads));
  WRT_CHECK(compiled.has_value());
  return std::move(compiled->artefact);
}

std::shared_ptr<const LoadedModule> load(const std::vector<std::uint8_t>& artefact) {
  Result<Artefact> opened = Artefact::from_bytes(artefact);
  WRT_CHECK(opened.has_value());
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(*opened));
  WRT_CHECK(loaded.has_value());
  return *loaded;
}

// Instantiates the module in a new store; whether all that it does is right.
bool works(const std::shared_ptr<const LoadedModule>& module, unsigned number) {
  Store store;
  const std::expected<Instance*, InstantiateError> made = store.instantiate(module, {}, "test");
  WRT_CHECK(made.has_value());
  const auto call = [&](std::string_view name) {
    return store.call(std::get<FuncExtern>(*(*made)->find_export(name)).ref, {});
  };
  const Outcome<std::vector<Value>> sum = call("sum");
  const Outcome<std::vector<Value>> caught = call("catch");
  const Outcome<std::vector<Value>> trapped = call("trap");
  return sum && sum->front().i64 == 1042 + number && caught && caught->front().i64 == 7 && !trapped &&
         trapped.error().code == TrapCode::MemoryOutOfBounds && trapped.error().backtrace.size() == 1;
}

}  // namespace

TEST_CASE("Modules are compiled on several threads at once, with the same result as alone") {
  constexpr unsigned kThreads = 4;
  std::vector<std::vector<std::uint8_t>> modules;
  for (unsigned each = 0; each < 3; ++each) modules.push_back(parse_text_module(module_text(each)).value());
  std::vector<std::vector<std::vector<std::uint8_t>>> made(kThreads);
  std::vector<unsigned> failures(kThreads, 0);
  on_threads(kThreads, [&](unsigned thread) {
    for (unsigned each = 0; each < modules.size(); ++each) {
      made[thread].push_back(compile(modules[each], 1 + thread % 2));
      failures[thread] += !works(load(made[thread].back()), each);
    }
  });
  CHECK(failures == std::vector<unsigned>(kThreads, 0));
  for (unsigned each = 0; each < modules.size(); ++each) {
    const std::vector<std::uint8_t> alone = compile(modules[each], 1);
    for (unsigned thread = 0; thread < kThreads; ++thread) CHECK(made[thread][each] == alone);
  }
}

TEST_CASE("Instances of one module are made, run, trapped and destroyed on several threads at once") {
  constexpr unsigned kThreads = 4;
  const std::shared_ptr<const LoadedModule> module = load(compile(parse_text_module(module_text(5)).value(), 1));
  std::vector<unsigned> failures(kThreads, 0);
  on_threads(kThreads, [&](unsigned thread) {
    for (int round = 0; round < 50; ++round) failures[thread] += !works(module, 5);
  });
  CHECK(failures == std::vector<unsigned>(kThreads, 0));
}

TEST_CASE("Code is loaded and unloaded on threads beside others that run and trap") {
  constexpr unsigned kThreads = 4;
  const std::vector<std::uint8_t> artefact = compile(parse_text_module(module_text(6)).value(), 1);
  std::vector<unsigned> failures(kThreads, 0);
  on_threads(kThreads, [&](unsigned thread) {
    for (int round = 0; round < 25; ++round) failures[thread] += !works(load(artefact), 6);
  });
  CHECK(failures == std::vector<unsigned>(kThreads, 0));
}

TEST_CASE("A thread with the smallest stack runs guests as deep as any other") {
  const std::shared_ptr<const LoadedModule> module = test::compile_text(R"((module
    (func $down (export "down") (param i64) (result i64)
      (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 0))
        (else (i64.add (i64.const 1) (call $down (i64.sub (local.get 0) (i64.const 1)))))))))",
                                                                        options(1));
  struct Run {
    std::shared_ptr<const LoadedModule> module;
    Outcome<std::vector<Value>> deep, endless;
  } run{module, {}, {}};
  const auto body = [](void* argument) -> void* {
    Run& run = *static_cast<Run*>(argument);
    Store store;
    Instance* const instance = store.instantiate(run.module, {}, "deep").value();
    VMFuncRef* const down = std::get<FuncExtern>(*instance->find_export("down")).ref;
    run.deep = store.call(down, {{Value{.i64 = 50'000}}});
    run.endless = store.call(down, {{Value{.i64 = -1}}});
    return nullptr;
  };
  pthread_attr_t attributes;
  REQUIRE(pthread_attr_init(&attributes) == 0);
  // Frames of C++ code that a sanitizer instruments are larger.
  const std::size_t smallest = std::max<std::size_t>(static_cast<std::size_t>(PTHREAD_STACK_MIN), 64 << 10);
  REQUIRE(pthread_attr_setstacksize(&attributes, smallest) == 0);
  pthread_t thread;
  REQUIRE(pthread_create(&thread, &attributes, body, &run) == 0);
  REQUIRE(pthread_join(thread, nullptr) == 0);
  pthread_attr_destroy(&attributes);
  REQUIRE(run.deep.has_value());
  CHECK(run.deep->front().i64 == 50'000);
  REQUIRE_FALSE(run.endless.has_value());
  CHECK(run.endless.error().code == TrapCode::StackOverflow);
}

}  // namespace wrt
