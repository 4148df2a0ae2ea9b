// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BodyReader reads instructions: of a function's body, or of a constant expression. Immediates are decoded here and
// nowhere else; one function per immediate kind. It knows the format, not validity: whether an index exists is the
// validator's question. Errors are Malformed with the offset and the official suite's words ("illegal opcode",
// "unexpected end", …).
#pragma once

#include <cstdint>
#include <vector>

#include "lib/binary/instruction.h"
#include "lib/support/byte_reader.h"
#include "lib/wasm/module.h"

namespace wrt {

// A run of locals of one type (5.5.13).
struct LocalRun {
  std::uint32_t count = 0;
  ValType type;
};

class BodyReader {
 public:
  // `body`: what the module holds, an entry of the code section (locals first) or a constant expression (no locals).
  explicit BodyReader(const ByteRange& body) : reader_(body.bytes, body.offset) {}

  // The locals of a function body: to be called first, and only for one. "too many locals" beyond 2^32-1 is
  // Malformed; kMaxLocals (a Limit) is checked here too, with `params` counted, before anything is allocated.
  Result<> read_locals(std::uint32_t params, std::vector<LocalRun>& locals);

  // Whether another instruction follows.
  bool at_end() const { return reader_.at_end(); }
  std::size_t offset() const { return reader_.offset(); }
  // Reads one instruction into `out`.
  Result<> read(Instruction& out) {
    // FAST: inline, so that no Result is made in memory where all is well.
    if (try_read(out)) [[likely]]
      return {};
    return Unexpected(reader_.take_error());
  }
  // To be asked when FuncValidator::done(): nothing may stand behind the body's last `end`.
  Result<> expect_end();

 private:
  // False: the error is in reader_.
  bool try_read(Instruction& out);
  // What is more than a single byte and at most one index.
  void read_other(std::uint8_t byte, Instruction& out);
  void read_immediate(Immediate kind, Instruction& out);
  void read_label_table(Instruction& out);
  void read_try_table(Instruction& out);

  ByteReader reader_;
  std::vector<std::uint32_t> labels_;
  std::vector<ValType> types_;
  std::vector<CatchClause> catches_;
};

}  // namespace wrt
