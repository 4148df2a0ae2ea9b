// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a caller of Disassembler may rely on: any bytes are taken apart without a gap, and targets are addresses.
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "api/compiler_module.h"
#include "lib/abi/trap_instruction.h"

namespace wrt {

namespace {

using Bytes = std::vector<std::uint8_t>;

std::unique_ptr<Disassembler> disassembler(Architecture architecture) {
  Result<Compiler*> compiler = compiler_module();
  REQUIRE(compiler.has_value());
  Result<std::unique_ptr<Disassembler>> made = (*compiler)->make_disassembler(architecture);
  REQUIRE(made.has_value());
  return std::move(*made);
}

}  // namespace

TEST_CASE("Disassembler takes any bytes apart without a gap") {
  std::minstd_rand random(1);
  for (const Architecture architecture : {Architecture::X86_64, Architecture::AArch64}) {
    const std::unique_ptr<Disassembler> tool = disassembler(architecture);
    for (std::size_t size = 0; size < 300; ++size) {
      Bytes code(size);
      for (std::uint8_t& each : code) each = static_cast<std::uint8_t>(random() >> 8);
      std::size_t at = 0;
      for (const MachineInstruction& each : tool->disassemble(code, 0x1000)) {
        REQUIRE(each.offset == at);
        REQUIRE(each.size > 0);
        REQUIRE_FALSE(each.text.empty());
        at += each.size;
      }
      REQUIRE(at == size);
    }
  }
}

TEST_CASE("Disassembler names the targets of jumps and calls and leaves them out of the text") {
  // call +0; jne -2; mov 8(%rip), %eax
  const Bytes x86 = {0xe8, 0, 0, 0, 0, 0x75, 0xfe, 0x8b, 0x05, 8, 0, 0, 0};
  const std::vector<MachineInstruction> on_x86 = disassembler(Architecture::X86_64)->disassemble(x86, 0x2000);
  REQUIRE(on_x86.size() == 3);
  CHECK(on_x86[0].text == "callq ");
  CHECK(on_x86[0].target == 0x2005);
  CHECK(on_x86[1].text == "jne ");
  CHECK(on_x86[1].target == 0x2005);
  CHECK_FALSE(on_x86[2].target.has_value());
  CHECK(on_x86[2].data == 0x2000 + 13 + 8);
  // bl +8; cbz w0, -4; ret
  const Bytes arm = {0x02, 0, 0, 0x94, 0xe0, 0xff, 0xff, 0x34, 0xc0, 0x03, 0x5f, 0xd6};
  const std::vector<MachineInstruction> on_arm = disassembler(Architecture::AArch64)->disassemble(arm, 0x2000);
  REQUIRE(on_arm.size() == 3);
  CHECK(on_arm[0].text == "bl ");
  CHECK(on_arm[0].target == 0x2008);
  CHECK(on_arm[1].text == "cbz w0, ");
  CHECK(on_arm[1].target == 0x2000);
  CHECK(on_arm[2].text == "ret");
}

TEST_CASE("There is no disassembler for a machine that there is no code for") {
  Result<Compiler*> compiler = compiler_module();
  REQUIRE(compiler.has_value());
  CHECK_FALSE((*compiler)->make_disassembler(Architecture::RiscV64).has_value());
}

TEST_CASE("explicit_trap reads whole instructions of its architecture alone") {
  const Bytes x86 = {0x67, 0x0f, 0xb9, 0x40, 7};
  const Bytes arm = {0xe0, 0xa0, 0x2a, 0xd4};  // brk #('U' << 8 | 7)
  CHECK(explicit_trap(Architecture::X86_64, x86) == TrapCode::IntegerDivideByZero);
  CHECK(explicit_trap(Architecture::AArch64, arm) == TrapCode::IntegerDivideByZero);
  CHECK_FALSE(explicit_trap(Architecture::AArch64, x86).has_value());
  CHECK_FALSE(explicit_trap(Architecture::X86_64, arm).has_value());
  CHECK_FALSE(explicit_trap(Architecture::X86_64, std::span(x86).first(4)).has_value());
  CHECK_FALSE(explicit_trap(Architecture::X86_64, Bytes{0x67, 0x0f, 0xb9, 0x40, 200}).has_value());
}

}  // namespace wrt
