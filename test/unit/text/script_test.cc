// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scripts: each kind of command as data, and how parsing goes on behind a bad one.
#include "lib/text/script.h"

#include <bit>
#include <catch2/catch.hpp>

namespace wrt {

using Kind = ScriptCommand::Kind;

TEST_CASE("modules in scripts: text, definitions, instances, binaries and quotations") {
  const std::string_view source =
      "(module $a (func $f))\n(module definition $b (memory 1))\n(module instance $c $b)\n"
      "(module $d binary \"\\00asm\" \"\\01\\00\\00\\00\")\n(module quote \"(func\" \"$g)\")";
  const std::vector<ScriptCommand> script = parse_script(source);
  REQUIRE(script.size() == 5);
  CHECK(script[0].kind == Kind::Module);
  CHECK(script[0].module->id == "a");
  CHECK(source.substr(script[0].module->begin, script[0].module->end - script[0].module->begin) ==
        "(module $a (func $f))");
  CHECK(script[1].kind == Kind::ModuleDefinition);
  CHECK(script[1].line == 2);
  CHECK(script[2].kind == Kind::ModuleInstance);
  CHECK(script[2].id == "c");
  CHECK(script[2].definition == "b");
  CHECK(script[3].module->kind == ScriptModule::Kind::Binary);
  CHECK(script[3].module->content == std::string("\0asm\1\0\0\0", 8));
  CHECK(script[4].module->content == "(func $g)");
  for (const ScriptCommand& command : script) {
    if (command.module) CHECK(encode_script_module(source, *command.module).has_value());
  }
}

TEST_CASE("actions and assertions") {
  const std::vector<ScriptCommand> script = parse_script(
      "(register \"M\" $m) (invoke $m \"f\" (i32.const -1) (ref.extern 7))\n"
      "(assert_return (get \"g\") (i64.const 5))\n(assert_trap (invoke \"f\") \"unreachable\")\n"
      "(assert_exhaustion (invoke \"f\") \"call stack exhausted\") (assert_exception (invoke \"f\"))\n"
      "(assert_malformed (module quote \"(\") \"unexpected token\") (assert_invalid (module) \"x\")\n"
      "(assert_unlinkable (module) \"y\") (assert_trap (module (start 0)) \"z\") (assert_malformed_custom (module) "
      "\"c\")");
  REQUIRE(script.size() == 11);
  CHECK(script[0].text == "M");
  CHECK(script[0].id == "m");
  CHECK(script[1].kind == Kind::Action);
  CHECK(script[1].action->module == "m");
  CHECK(script[1].action->arguments.at(0).bits() == 0xffffffff);
  CHECK(script[1].action->arguments.at(1).number == 7u);
  CHECK(script[2].action->kind == ScriptAction::Kind::Get);
  CHECK(script[2].results.at(0).bits() == 5);
  CHECK(script[3].text == "unreachable");
  CHECK(script[4].kind == Kind::AssertExhaustion);
  CHECK(script[5].kind == Kind::AssertException);
  CHECK(script[6].kind == Kind::AssertMalformed);
  CHECK(script[7].kind == Kind::AssertInvalid);
  CHECK(script[8].kind == Kind::AssertUnlinkable);
  CHECK(script[9].kind == Kind::AssertUninstantiable);
  CHECK(script[10].is_custom);
}

TEST_CASE("patterns of results") {
  const std::vector<ScriptCommand> script = parse_script(
      "(assert_return (invoke \"f\") (f32.const nan:canonical) (f64.const 1) (v128.const f32x4 1 nan:arithmetic 0 0)\n"
      "(v128.const i16x8 1 2 3 4 5 6 7 -1) (ref.null) (ref.null func) (ref.func) (ref.extern 3) (ref.host 4)\n"
      "(either (i32.const 1) (i32.const 2)))");
  REQUIRE(script.size() == 1);
  REQUIRE_FALSE(script[0].error);
  const std::vector<ScriptValue>& results = script[0].results;
  REQUIRE(results.size() == 10);
  CHECK(results[0].nan[0] == NanPattern::Canonical);
  CHECK(results[1].bits() == std::bit_cast<std::uint64_t>(1.0));
  CHECK(results[2].lane == Lane::F32);
  CHECK(results[2].nan[1] == NanPattern::Arithmetic);
  CHECK(results[2].nan[0] == NanPattern::None);
  CHECK(results[3].bytes[14] == 0xff);
  CHECK(results[4].kind == ScriptValue::Kind::RefNull);
  CHECK_FALSE(results[4].heap);
  CHECK(results[5].heap == HeapType(HeapType::Func));
  CHECK(results[6].kind == ScriptValue::Kind::Ref);
  CHECK(results[7].number == 3u);
  CHECK(results[8].is_host);
  CHECK(results[9].choices.size() == 2);
}

TEST_CASE("threads hold commands") {
  const std::vector<ScriptCommand> script =
      parse_script("(thread $T (shared (module $M))\n (register \"m\" $M)\n (invoke \"f\"))\n(wait $T)");
  REQUIRE(script.size() == 2);
  CHECK(script[0].kind == Kind::Thread);
  CHECK(script[0].id == "T");
  CHECK(script[0].shared_module == "M");
  REQUIRE(script[0].commands.size() == 2);
  CHECK(script[0].commands[1].line == 3);
  CHECK(script[0].commands[1].column == 2);
  CHECK(script[1].kind == Kind::Wait);
}

TEST_CASE("a bad command costs one command") {
  const std::string_view source =
      "(module)\n(assert_foo (module) \"x\")\n(invoke 5)\n(invoke \"f\" (i32.const 0x1_0000_0000))\n)\n(module)\n"
      "(module quote \"unclosed)\n(module)\n(invoke \"f\"";
  const std::vector<ScriptCommand> script = parse_script(source);
  std::string summary;
  for (const ScriptCommand& command : script) {
    summary += std::to_string(command.line) + (command.kind == Kind::Bad ? ": " + command.error->message() : "") + "\n";
  }
  CHECK(summary ==
        "1\n2: unknown operator assert_foo\n3: unexpected token 5\n4: constant out of range\n5: unexpected token )\n6\n"
        "7: unclosed string\n8\n9: unexpected token: the text ends here\n");
}

TEST_CASE("a bad command in a thread is told where the thread begins, in characters") {
  const std::vector<ScriptCommand> script =
      parse_script("(module)\n(; \xc3\xa9 ;) (thread $T\n (invoke \"f\")\n (foo)) (module)");
  REQUIRE(script.size() == 3);
  CHECK(script[1].kind == Kind::Bad);
  CHECK(script[1].line == 2);
  CHECK(script[1].column == 9);
  CHECK(script[2].line == 4);
  CHECK(script[2].column == 9);
}

TEST_CASE("the fields of a module alone are a script too") {
  const std::string_view source = "(func $f)\n(memory 1)\n(export \"f\" (func $f))";
  const std::vector<ScriptCommand> script = parse_script(source);
  REQUIRE(script.size() == 1);
  CHECK(script[0].kind == Kind::Module);
  CHECK(encode_script_module(source, *script[0].module).has_value());
}

}  // namespace wrt
