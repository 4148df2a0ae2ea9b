// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looking at artefacts without running them: the code that is found, and how each kind of damage is refused.
#include "api/native_code.h"

#include <cstring>

#include <catch2/catch.hpp>

#include "api/program.h"
#include "lib/text/parser.h"
#include "runtime/artefact.h"

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::string_view kModule = R"((module
  (func $half (param i32) (result i32) (i32.div_s (local.get 0) (i32.const 2)))
  (func $ratio (param i32 i32) (result i32)
    (i32.div_s (call $half (local.get 0)) (i32.add (local.get 1) (i32.const 1))))))";

CompiledModule compile(bool all_positions, const char* target) {
  const Result<Bytes> wasm = parse_text_module(kModule);
  REQUIRE(wasm.has_value());
  CompileOptions options;
  options.threads = 1;
  options.target = target;
  options.all_positions = all_positions;
  Result<CompiledModule> compiled = compile_bytes(*wasm, Features(), options);
  if (!compiled) FAIL(compiled.error().message());
  return std::move(*compiled);
}

const Bytes& artefact() {
  static const Bytes bytes = compile(false, "aarch64-linux-gnu").artefact;
  return bytes;
}

std::string refusal(const Bytes& bytes) {
  const Result<NativeCode> native = NativeCode::from_bytes(bytes);
  return native ? "" : native.error().message();
}

// Where the header stands in the file: its first eight bytes are no others'.
std::size_t header_offset(const Bytes& bytes) {
  const std::uint32_t begin[] = {kArtefactMagic, kArtefactVersion};
  const auto* const first = reinterpret_cast<const std::uint8_t*>(begin);
  const auto found = std::search(bytes.begin(), bytes.end(), first, first + sizeof begin);
  REQUIRE(found != bytes.end());
  return static_cast<std::size_t>(found - bytes.begin());
}

void put(Bytes& bytes, std::size_t at, std::uint32_t value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

std::size_t functions_offset(const Bytes& bytes) {
  ArtefactHeader header;
  std::memcpy(&header, bytes.data() + header_offset(bytes), sizeof header);
  return header_offset(bytes) + static_cast<std::size_t>(header.functions);
}

std::vector<NativeInstruction> instructions(NativeCode& native, FuncIndex function) {
  Result<std::vector<NativeInstruction>> listed = native.instructions(function);
  if (!listed) FAIL(listed.error().message());
  return std::move(*listed);
}

TEST_CASE("Another machine's artefact can be looked at, and not run") {
  Result<NativeCode> native = NativeCode::from_bytes(artefact());
  REQUIRE(native.has_value());
  CHECK(native->architecture() == Architecture::AArch64);
  bool calls = false;
  bool traps = false;
  for (const NativeInstruction& each : instructions(*native, 1)) {
    calls |= each.text == "bl $half";
    traps |= each.comment == "trap: integer divide by zero";
  }
  CHECK(calls);
  CHECK(traps);
  if (host_architecture() != Architecture::AArch64) CHECK_FALSE(Artefact::from_bytes(artefact()).has_value());
}

TEST_CASE("More positions change no code") {
  for (const char* target : {"x86_64-linux-gnu", "aarch64-linux-gnu"}) {
    Result<NativeCode> few = NativeCode::from_bytes(compile(false, target).artefact);
    Result<NativeCode> all = NativeCode::from_bytes(compile(true, target).artefact);
    REQUIRE(few.has_value());
    REQUIRE(all.has_value());
    const std::vector<NativeInstruction> a = instructions(*few, 1);
    const std::vector<NativeInstruction> b = instructions(*all, 1);
    REQUIRE(a.size() == b.size());
    std::size_t more = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      CHECK(a[i].size == b[i].size);
      CHECK(a[i].address - a[0].address == b[i].address - b[0].address);
      more += a[i].wasm_offset != b[i].wasm_offset;
    }
    CHECK(more > 0);
  }
}

TEST_CASE("An artefact whose tables lead elsewhere is refused") {
  const std::size_t first = functions_offset(artefact());
  const std::size_t second = first + sizeof(ArtefactFunction);
  struct Damage {
    std::size_t at;
    std::uint32_t value;
    const char* message;
  };
  std::uint32_t code_of_first = 0;
  std::memcpy(&code_of_first, artefact().data() + first, sizeof code_of_first);
  for (const Damage& each : {
           Damage{header_offset(artefact()), 0, "damaged: it has a bad magic number"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, identity), 1,
                  "damaged: it has the note of another one"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, function_count), 1,
                  "damaged: it belongs to another module"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, function_count), 0xffffffff,
                  "damaged: its tables lead out of it"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, functions), 0x80000000,
                  "damaged: its tables lead out of it"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, text_end), 0, "damaged: it has no code"},
           Damage{header_offset(artefact()) + offsetof(ArtefactHeader, text_end), 0x7fffffff,
                  "damaged: its tables lead out of it"},
           Damage{first, 0, "damaged: it lacks the code of a function"},
           Damage{first, 4, "damaged: it has code out of bounds"},
           Damage{first + offsetof(ArtefactFunction, code_size), 0x7fffffff, "damaged: it has code out of bounds"},
           Damage{second, code_of_first, "damaged: it has functions that overlap"},
           Damage{first + offsetof(ArtefactFunction, positions), 1000, "damaged: it has positions out of bounds"},
           Damage{first + offsetof(ArtefactFunction, positions_count), 0x7fffffff,
                  "damaged: it has positions out of bounds"},
       }) {
    Bytes damaged = artefact();
    put(damaged, each.at, each.value);
    CHECK(refusal(damaged) == each.message);
  }
}

TEST_CASE("An artefact with any damaged word is refused or listed") {
  for (std::size_t at = 0; at + 4 <= artefact().size(); at += 4) {
    Bytes damaged = artefact();
    for (std::size_t i = 0; i < 4; ++i) damaged[at + i] ^= 0xa5;
    Result<NativeCode> native = NativeCode::from_bytes(damaged);
    if (!native) continue;
    for (FuncIndex i = 0; i < native->module().functions.size(); ++i) {
      CHECK_FALSE(instructions(*native, i).empty());
    }
  }
}

}  // namespace
}  // namespace wrt
