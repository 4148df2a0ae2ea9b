// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the call of one export ended, in a form that results of wrt and of wasm-interp can both be brought into.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/abi/traps.h"

namespace wrt::second_opinion {

struct CallOutcome {
  enum class End : std::uint8_t { Returned, Trapped, Thrown };

  std::string name;  // of the export
  End end = End::Returned;
  std::vector<std::uint64_t> values;  // Returned: the integers, 32-bit ones with zeros above
  std::vector<TrapCode> traps;        // Trapped: what it may have been, since a message can stand for several
};

// Whether what wrt did is what wasm-interp did.
bool agree(const CallOutcome& ours, const CallOutcome& theirs);

// "returned 0x1 0x2", "trapped: integer overflow".
std::string to_string(const CallOutcome& outcome);

// Where two runs of a module part.
struct Difference {
  std::string ours;
  std::string theirs;
};

// The differences between all calls of a module, in order. With `state_after_trap`, what memories and globals hold
// behind a trap counts too: it is specified, but only --precise-traps promises it.
std::vector<Difference> compare(const std::vector<CallOutcome>& ours, const std::vector<CallOutcome>& theirs,
                                bool state_after_trap);

}  // namespace wrt::second_opinion
