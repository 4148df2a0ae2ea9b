// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A standalone program is one file: an executable that holds the runtime (tools/program), padding, an artefact, and at
// the very end a trailer that says where the artefact lies. The executable finds it in its own file. Neither wrt nor a
// compiler need be installed where it runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/support/result.h"
#include "runtime/artefact.h"

namespace wrt {

// Puts an artefact behind the runtime for its architecture, a file that is installed with wrt. `artefact` is what the
// compiler made. Errors: Io; Unsupported, when the runtime for that architecture is not installed.
Result<std::vector<std::uint8_t>> make_standalone_program(std::span<const std::uint8_t> artefact);

// The artefact in the file `path`. Errors: Io; Malformed, when there is none; those of Artefact::from_bytes.
Result<Artefact> open_standalone_program(const std::string& path);

}  // namespace wrt
