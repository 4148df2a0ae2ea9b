// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactCode: the machine code of an artefact to be looked at: where each function's is, and which instruction of the
// module a piece of it belongs to. Read from the file, of any machine, and checked so far that nothing in it leads
// outside; never mapped, never run. What runs is found through a LoadedModule.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/support/result.h"
#include "runtime/artefact_reader.h"

namespace wrt {

class ArtefactCode {
 public:
  // Errors: Io; Malformed, "damaged: …". The code of functions then does not overlap, so that taking all of them apart
  // takes time in proportion to the file.
  static Result<ArtefactCode> read(const ArtefactReader& reader);

  // Functions that the module defines. The index below counts these, without the imported ones.
  std::size_t function_count() const { return functions_.size(); }
  // Where its code is mapped, relative to the object; what `objdump` and `nm` show.
  std::uint64_t address(std::size_t function) const { return functions_[function].address; }
  std::span<const std::uint8_t> code(std::size_t function) const;
  // By rising code offset: from there on, code belongs to the module's instruction.
  std::span<const ArtefactPosition> positions(std::size_t function) const;

 private:
  struct Function {
    std::uint64_t address = 0;
    std::uint32_t size = 0;
    std::uint32_t first_position = 0;
    std::uint32_t position_count = 0;
  };

  Result<> read_text(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header);
  Result<> read_positions(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header);
  Result<> read_functions(const ElfFile& file, std::uint64_t header_address, const ArtefactHeader& header);
  Result<> check_functions() const;

  std::uint64_t text_address_ = 0;
  std::vector<std::uint8_t> text_;
  std::vector<ArtefactPosition> positions_;
  std::vector<Function> functions_;
};

}  // namespace wrt
