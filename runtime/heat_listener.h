// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// HeatListener: who wants to know which functions of a module run often, to have better code made for them. Code that
// is made at its first call counts how often it is entered and how often its loops are repeated.
#pragma once

#include <cstdint>

namespace wrt {

class HeatListener {
 public:
  HeatListener() = default;
  virtual ~HeatListener() = default;
  HeatListener(const HeatListener&) = delete;
  HeatListener& operator=(const HeatListener&) = delete;

  // The function, among those that the module defines, has become hot; at that loop, whose `loop` instruction is there
  // in the module's file, or, if that is 0, because it was entered often. May be told again and again. Called by guest
  // threads, on their stacks, when the sandbox is closed: it must return quickly.
  virtual void get_hot(std::uint32_t function, std::uint32_t loop_offset) = 0;
  // Whether of a nest of loops the one should be told of that is best to move at (runtime/hot_loops.h), or each.
  virtual bool chooses_loops() const { return true; }
};

}  // namespace wrt
