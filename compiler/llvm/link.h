// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Objects to an artefact: lld's ELF driver, called in this process.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/SmallVector.h>

#include "lib/support/result.h"

namespace wrt::llvm_compiler {

// Links ELF objects, in this order, into a shared object that needs no other, has no constructors and no relocations.
// Links of several threads wait for each other: lld keeps its state in globals. Errors: Io; Internal, with lld's words.
Result<std::vector<std::uint8_t>> link_artefact(const std::vector<llvm::SmallVector<char, 0>>& objects);
// Puts them into one object, of which a linker can make the shared object. The rest as above.
Result<std::vector<std::uint8_t>> link_relocatable(const std::vector<llvm::SmallVector<char, 0>>& objects);

}  // namespace wrt::llvm_compiler
