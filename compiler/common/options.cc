// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The settings as text, for the note of an artefact and the key of the cache.
#include <fmt/format.h>

#include "compiler/compiler.h"
#include "lib/abi/artefact_note.h"

namespace wrt {

std::string settings_text(const CompileOptions& options) {
  const std::string level = options.small ? "s" : fmt::to_string(options.opt_level);
  return fmt::format("-O{}{}{}{}", level, options.precise_traps ? " --precise-traps" : "",
                     bounds_check_setting(options.bounds_check), options.meter ? kMeterSetting : "");
}

}  // namespace wrt
