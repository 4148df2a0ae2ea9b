// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which words the text format knows. The parser asks only to tell two errors apart: a word that exists but does not
// belong where it stands ("unexpected token"), and one that does not exist ("unknown operator").
#pragma once

#include <string_view>

namespace wrt {

// Whether `word` is an instruction or any other keyword of modules and scripts.
bool is_known_keyword(std::string_view word);

}  // namespace wrt
