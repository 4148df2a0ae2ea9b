// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which pieces of a module an artefact holds, for who asks without running it: read from the file with plain reads.
#pragma once

#include <vector>

#include "lib/abi/artefact.h"
#include "lib/support/result.h"
#include "runtime/artefact_reader.h"

namespace wrt {

// Empty if it holds all of the module. Errors: Io; Malformed, "damaged: …".
Result<std::vector<ArtefactPiece>> read_pieces(const ArtefactReader& reader);

}  // namespace wrt
