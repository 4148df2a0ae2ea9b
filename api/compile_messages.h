// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the process that runs a program and the one that compiles for it (api/background_compiler.h) tell each other
// through two pipes. Both messages have one size and go through a pipe whole. Who compiles believes nothing of a
// request.
#pragma once

#include <climits>
#include <cstdint>

namespace wrt {

// A function, or one of its loops, has become hot.
struct CompileRequest {
  std::uint32_t order = 0;        // number of the module's order
  std::uint32_t function = 0;     // among those that the module defines
  std::uint32_t loop_offset = 0;  // of the `loop` instruction in the module's file; 0: the function itself
};

struct CompileNews {
  enum class Kind : std::uint32_t {
    Whole,   // the artefact of all of the module is in the order's own file
    Failed,  // there will be none
    Part,    // an artefact of pieces is in the file of parts
    Served,  // nothing but what `served` says
  };
  Kind kind = Kind::Served;
  std::uint32_t order = 0;
  std::uint64_t offset = 0;     // of a part in its file
  std::uint64_t size = 0;       // likewise
  std::uint32_t functions = 0;  // how many of them the part holds
  std::uint32_t loops = 0;      // likewise
  std::uint64_t served = 0;     // so many requests have been read, and what they asked for is there or will never be
};

static_assert(sizeof(CompileRequest) <= PIPE_BUF && sizeof(CompileNews) <= PIPE_BUF);

}  // namespace wrt
