// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A random module from a seed: two to four random functions, and around them what makes their effects visible without
// any import:
//
//     call_K_N   calls function K with the N-th set of arguments, and returns its results as integers
//     state_K_N  right behind it: a hash of all memories, globals and tables
//     reset_K_N  right behind that: memories, globals and tables as they were, but for their sizes and for dropped
//     segments
//
// All take no parameters and are exported in the order in which they are to be called.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "test/random_module/code_writer.h"
#include "test/random_module/function_generator.h"

namespace wrt::random_module {

struct RandomModule {
  std::vector<std::uint8_t> bytes;
  // Rows in the random functions, by opcode.
  OpcodeCounts counts{};
  // How many items each random function has.
  std::vector<std::uint32_t> items;
};

// The same arguments give the same module. `left_out`: items whose code is not written.
RandomModule make_random_module(std::uint64_t seed, const std::set<BodyItem>& left_out = {});

}  // namespace wrt::random_module
