// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions as bytes (5.4): the other direction of BodyReader. An Instruction is written from the same fields that
// BodyReader fills for its immediate kind; its offset is not looked at.
#pragma once

#include <span>

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction.h"
#include "lib/support/byte_writer.h"

namespace wrt {

void encode_instruction(ByteWriter& writer, const Instruction& instruction);
// The locals at the start of a body (5.5.13), as given: equal neighbours are not joined.
void encode_locals(ByteWriter& writer, std::span<const LocalRun> locals);

}  // namespace wrt
