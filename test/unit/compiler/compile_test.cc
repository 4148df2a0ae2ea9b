// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a caller of Compiler may rely on: which error is reported, that the output depends on the module and the options
// alone, and that other targets than this computer can be named.
#include <atomic>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "api/compiler_module.h"
#include "lib/binary/decoder.h"
#include "lib/text/parser.h"
#include "lib/valid/validator.h"

namespace wrt {

namespace {

Result<CompiledModule> compile(std::string_view text, const CompileOptions& options) {
  const Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  REQUIRE(bytes.has_value());
  Result<Module> module = decode_module(*bytes);
  REQUIRE(module.has_value());
  const Result<TypeContext> types = validate_module_environment(*module);
  REQUIRE(types.has_value());
  Result<Compiler*> compiler = compiler_module();
  REQUIRE(compiler.has_value());
  return (*compiler)->compile(*module, *types, options);
}

CompileOptions fast(unsigned threads = 0) {
  CompileOptions options;
  options.opt_level = 0;
  options.threads = threads;
  return options;
}

// Functions enough for several partitions; the one with number `n` is `odd(n)` where that is not empty.
template <typename Odd>
std::string many_functions(Odd odd) {
  std::string text = "(module (memory 1)";
  for (int n = 0; n < 900; ++n) {
    const std::string code = odd(n);
    if (!code.empty()) {
      text += code;
      continue;
    }
    text += fmt::format("(func $f{} (param i32) (result i32) (local.get 0)", n);
    for (int i = 0; i < 40; ++i) text += fmt::format("(i32.add (i32.const {})) (i32.load)", n * 1000 + i);
    text += ")";
  }
  return text + ")";
}

std::string regular() {
  return many_functions([](int) { return std::string(); });
}

// Adds up what it is told.
class Sum final : public CompileProgress {
 public:
  void begin(std::size_t functions, std::uint64_t work) override {
    ++begun;
    functions_left += static_cast<std::int64_t>(functions);
    work_left += static_cast<std::int64_t>(work);
  }
  void advance(std::size_t functions, std::uint64_t work) override {
    ++advanced;
    functions_left -= static_cast<std::int64_t>(functions);
    work_left -= static_cast<std::int64_t>(work);
  }
  void end() override { ++ended; }

  int begun = 0;
  int ended = 0;
  std::atomic<int> advanced = 0;
  std::atomic<std::int64_t> functions_left = 0;
  std::atomic<std::int64_t> work_left = 0;
};

std::uint16_t machine_of(const CompiledModule& compiled) {
  constexpr std::size_t kMachine = 18;  // e_machine in an ELF header
  REQUIRE(compiled.artefact.size() > kMachine + 1);
  return static_cast<std::uint16_t>(compiled.artefact[kMachine] | compiled.artefact[kMachine + 1] << 8);
}

}  // namespace

TEST_CASE("The artefact is the same however many threads compile it", "[compiler]") {
  const std::string text = regular();
  const Result<CompiledModule> alone = compile(text, fast(1));
  const Result<CompiledModule> together = compile(text, fast(5));
  REQUIRE(alone.has_value());
  REQUIRE(together.has_value());
  CHECK(alone->artefact == together->artefact);
  CHECK(alone->statistics.code_bytes > 10000);
}

TEST_CASE("The error of the earliest function is reported, whichever thread finds one first", "[compiler]") {
  const std::string text = many_functions([](int n) -> std::string {
    if (n == 450) return "(func (result i32) (nop) (i64.const 1))";
    if (n == 899) return "(func (result f32) (i64.const 1))";
    return "";
  });
  for (const unsigned threads : {1u, 2u, 7u}) {
    const Result<CompiledModule> compiled = compile(text, fast(threads));
    REQUIRE_FALSE(compiled.has_value());
    CHECK(compiled.error().kind() == ErrorKind::Invalid);
    CHECK(compiled.error().message().find("i32") != std::string::npos);
  }
}

TEST_CASE("A module without functions compiles", "[compiler]") {
  CHECK(compile("(module)", fast()).has_value());
  CHECK(compile("(module (import \"a\" \"f\" (func)) (memory 1))", fast()).has_value());
}

TEST_CASE("Names from the name section cannot clash with C's or LLVM's", "[compiler]") {
  CHECK(compile("(module (memory 1)"
                " (func $memcpy (param i32 i32 i32) (result i32) (local.get 0))"
                " (func $memset (result i32) (call $memcpy (i32.const 0) (i32.const 0) (i32.const 0)))"
                " (func $llvm.trap) (func $wrt_artefact (call $llvm.trap)) (func $etext) (func $_DYNAMIC))",
                fast())
            .has_value());
}

TEST_CASE("Progress adds up to all functions and all work", "[compiler]") {
  for (const Emit emit : {Emit::Artefact, Emit::Assembly, Emit::Ir}) {
    for (const unsigned opt_level : {0u, 1u}) {
      Sum sum;
      CompileOptions options = fast();
      options.opt_level = opt_level;
      options.emit = emit;
      options.progress = &sum;
      REQUIRE(compile(regular(), options).has_value());
      CHECK((sum.begun == 1 && sum.ended == 1));
      CHECK(sum.advanced >= 900);
      CHECK(sum.functions_left == 0);
      CHECK(sum.work_left == 0);
    }
  }
}

TEST_CASE("Progress ends with an error, too", "[compiler]") {
  Sum sum;
  CompileOptions options = fast();
  options.progress = &sum;
  REQUIRE_FALSE(
      compile(many_functions([](int n) { return std::string(n == 899 ? "(func (result i32))" : ""); }), options)
          .has_value());
  CHECK((sum.begun == 1 && sum.ended == 1));
  CHECK(sum.functions_left > 0);
}

TEST_CASE("The slowest functions are told, slowest first", "[compiler]") {
  const Result<CompiledModule> compiled = compile(regular(), fast());
  REQUIRE(compiled.has_value());
  const std::vector<FunctionCost>& slowest = compiled->statistics.slowest;
  REQUIRE(slowest.size() == 10);
  double last = slowest.front().seconds;
  for (const FunctionCost& each : slowest) {
    CHECK(each.seconds <= last);
    CHECK(each.seconds > 0);
    CHECK(each.wasm_bytes > 40 * 6);
    CHECK(each.index < 900);
    last = each.seconds;
  }
}

TEST_CASE("Code for another machine than this one can be made", "[compiler]") {
  constexpr std::string_view kText =
      "(module (memory 1) (table 1 funcref) (func (param i32 f64) (result f64)"
      " (f64.add (f64.nearest (local.get 1)) (f64.load (local.get 0)))) (func (result f64) (return_call 0 (i32.const "
      "8) (f64.const 1))))";
  for (const auto& [target, machine] : {std::pair{"aarch64-linux-gnu", 183}, std::pair{"x86_64-linux-gnu", 62}}) {
    CompileOptions options;
    options.target = target;
    const Result<CompiledModule> compiled = compile(kText, options);
    if (!compiled.has_value()) FAIL(compiled.error().message());
    CHECK(machine_of(*compiled) == machine);
  }
  CompileOptions options;
  options.target = "pdp11-unknown-none";
  const Result<CompiledModule> compiled = compile(kText, options);
  REQUIRE_FALSE(compiled.has_value());
  CHECK(compiled.error().kind() == ErrorKind::Unsupported);
}

}  // namespace wrt
